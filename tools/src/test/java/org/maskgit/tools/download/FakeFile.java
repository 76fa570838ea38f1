package org.maskgit.tools.download;

import java.util.function.Function;
import org.maskgit.tools.download.FakeServer.Answer;
import org.maskgit.tools.download.FakeServer.Request;

/** A file on a {@link FakeServer}, sent as RFC 9110 says, or broken off. */
final class FakeFile {
  static final String CONTENT = "0123456789".repeat(20_000);
  static final String ETAG = "ETag: \"v1\"";

  private FakeFile() {}

  static String length(int bytes) {
    return "Content-Length: " + bytes;
  }

  /** A server that does as RFC 9110 says. */
  static Answer whole(Request request) {
    int start = request.start();
    return start == 0
        ? Answer.of(200, CONTENT, length(CONTENT.length()), ETAG)
        : partial(start, CONTENT.substring(start));
  }

  static Answer partial(int start, String body) {
    return Answer.of(
        206,
        body,
        length(CONTENT.length() - start),
        ETAG,
        "Content-Range: bytes %d-%d/%d".formatted(start, CONTENT.length() - 1, CONTENT.length()));
  }

  /** Breaks off after {@code bytes} bytes of the first {@code times} answers. */
  static Function<Request, Answer> breakingOff(int times, int bytes) {
    return request -> {
      int start = request.start();
      Answer whole = whole(request);
      return request.number() >= times
          ? whole
          : new Answer(whole.head(), CONTENT.substring(start, start + bytes), false);
    };
  }
}
