package org.maskgit.tools.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.tools.download.FakeServer.Answer;
import org.maskgit.tools.download.FakeServer.Request;

/** Files that come whole in the end. */
@Timeout(60)
final class DownloaderTest {

  @TempDir private Path folder;
  private Fetching download;

  @BeforeEach
  void start() {
    download = new Fetching(folder);
  }

  @Test
  void aFileComesWholeAndWithProgress() throws IOException {
    try (FakeServer server = FakeServer.start(FakeFile::whole)) {
      download.fetch(server);
      download.assertWhole();
      assertThat(download.err()).contains("w 0.2/0.2 MiB");
    }
  }

  @Test
  void aConnectionThatBreaksOffIsContinuedWhereItBroke() throws IOException {
    try (FakeServer server = FakeServer.start(FakeFile.breakingOff(4, 50_000))) {
      download.fetch(server);
      download.assertWhole();
      assertThat(server.requests()).extracting(Request::start).startsWith(0, 50_000, 100_000);
      assertThat(server.requests().get(1).headers()).containsEntry("if-range", "\"v1\"");
    }
  }

  @Test
  void aSecondRunContinuesTheFirst() throws IOException {
    try (FakeServer server = FakeServer.start(FakeFile.breakingOff(1, 50_000))) {
      Path target = folder.resolve("w");
      try (PartFile part = PartFile.open(target)) {
        part.restart(server.uri("/w"), "\"v1\"");
        part.append(
            ByteBuffer.wrap(
                FakeFile.CONTENT.substring(0, 70_000).getBytes(StandardCharsets.UTF_8)));
      }
      download.fetch(server);
      download.assertWhole();
      assertThat(server.requests()).extracting(Request::start).startsWith(70_000);
    }
  }

  @Test
  void aFileThatHasChangedMeanwhileStartsAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.number() == 0
                    ? new Answer(FakeFile.whole(request).head(), "X".repeat(90_000), false)
                    : Answer.of(
                        200,
                        FakeFile.CONTENT,
                        FakeFile.length(FakeFile.CONTENT.length()),
                        "ETag: \"v2\""))) {
      download.fetch(server);
      download.assertWhole();
    }
  }

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                new Answer(
                    Answer.of(200, "", FakeFile.length(FakeFile.CONTENT.length()), FakeFile.ETAG)
                        .head(),
                    request.number() < 2 ? FakeFile.CONTENT.substring(0, 1000) : FakeFile.CONTENT,
                    false))) {
      download.fetch(server);
      download.assertWhole();
    }
  }

  @Test
  void bytesOtherThanAskedForStartAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.start() == 0
                    ? FakeFile.breakingOff(2, 5000).apply(request)
                    : FakeFile.partial(
                        request.start() + 1, FakeFile.CONTENT.substring(request.start() + 1)))) {
      download.fetch(server);
      download.assertWhole();
      assertThat(server.requests()).extracting(Request::start).containsExactly(0, 5000, 0);
    }
  }

  @Test
  void aServerErrorIsTriedAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.number() < 2
                    ? Answer.of(503, "", FakeFile.length(0))
                    : FakeFile.whole(request))) {
      download.fetch(server);
      download.assertWhole();
    }
  }

  @Test
  void anUnknownLengthIsNoError() throws IOException {
    try (FakeServer server = FakeServer.start(request -> Answer.of(200, FakeFile.CONTENT))) {
      download.fetch(server);
      download.assertWhole();
    }
  }

  @Test
  void redirectionsAreFollowed() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.path().equals("/w")
                    ? Answer.of(302, "", "Location: /there", FakeFile.length(0))
                    : FakeFile.whole(request))) {
      download.fetch(server);
      download.assertWhole();
      assertThat(server.requests()).extracting(Request::path).isEqualTo(List.of("/w", "/there"));
    }
  }

  @Test
  void aLengthThatIsTooLargeIsFoundOut() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.start() == 0
                    ? Answer.of(
                        200,
                        FakeFile.CONTENT,
                        FakeFile.length(FakeFile.CONTENT.length() + 7),
                        FakeFile.ETAG)
                    : Answer.of(416, "", "Content-Range: bytes */" + FakeFile.CONTENT.length()))) {
      download.fetch(server);
      download.assertWhole();
    }
  }
}
