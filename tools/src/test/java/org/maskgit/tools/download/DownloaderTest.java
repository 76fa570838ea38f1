package org.maskgit.tools.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Console;
import org.maskgit.tools.cli.Interruption;
import org.maskgit.tools.cli.StoppedException;
import org.maskgit.tools.download.FakeServer.Answer;
import org.maskgit.tools.download.FakeServer.Request;

@Timeout(60)
final class DownloaderTest {
  private static final String FILE = "0123456789".repeat(20_000);
  private static final String ETAG = "ETag: \"v1\"";

  private static void noCheck(Path file) {
    assertThat(file).exists();
  }

  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Interruption interruption = Interruption.create();

  private Downloader downloader(Duration stall) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Downloader(
        stall, Duration.ofMillis(1), Console.of(stream, stream, false, false, false), interruption);
  }

  private void fetch(FakeServer server) throws IOException {
    downloader(Duration.ofSeconds(20))
        .fetch(server.uri("/w"), folder.resolve("w"), DownloaderTest::noCheck);
  }

  private static String length(int bytes) {
    return "Content-Length: " + bytes;
  }

  /** A server that does as RFC 9110 says. */
  private static Answer whole(Request request) {
    int start = request.start();
    return start == 0
        ? Answer.of(200, FILE, length(FILE.length()), ETAG)
        : partial(start, FILE.substring(start));
  }

  private static Answer partial(int start, String body) {
    return Answer.of(
        206,
        body,
        length(FILE.length() - start),
        ETAG,
        "Content-Range: bytes %d-%d/%d".formatted(start, FILE.length() - 1, FILE.length()));
  }

  /** Breaks off after {@code bytes} bytes of the first {@code times} answers. */
  private static Function<Request, Answer> breakingOff(int times, int bytes) {
    return request -> {
      int start = request.start();
      Answer whole = whole(request);
      return request.number() >= times
          ? whole
          : new Answer(whole.head(), FILE.substring(start, start + bytes), false);
    };
  }

  private void assertWhole() throws IOException {
    assertThat(Files.readString(folder.resolve("w"))).isEqualTo(FILE);
    assertOnly("w");
  }

  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void aFileComesWholeAndWithProgress() throws IOException {
    try (FakeServer server = FakeServer.start(DownloaderTest::whole)) {
      fetch(server);
      assertWhole();
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("w 0.2/0.2 MiB");
    }
  }

  @Test
  void aConnectionThatBreaksOffIsContinuedWhereItBroke() throws IOException {
    try (FakeServer server = FakeServer.start(breakingOff(4, 50_000))) {
      fetch(server);
      assertWhole();
      assertThat(server.requests()).extracting(Request::start).startsWith(0, 50_000, 100_000);
      assertThat(server.requests().get(1).headers()).containsEntry("if-range", "\"v1\"");
    }
  }

  @Test
  void aSecondRunContinuesTheFirst() throws IOException {
    try (FakeServer server = FakeServer.start(breakingOff(1, 50_000))) {
      Path target = folder.resolve("w");
      try (PartFile part = PartFile.open(target)) {
        part.restart(server.uri("/w"), "\"v1\"");
        part.append(ByteBuffer.wrap(FILE.substring(0, 70_000).getBytes(StandardCharsets.UTF_8)));
      }
      fetch(server);
      assertWhole();
      assertThat(server.requests()).extracting(Request::start).startsWith(70_000);
    }
  }

  @Test
  void aFileThatHasChangedMeanwhileStartsAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.number() == 0
                    ? new Answer(whole(request).head(), "X".repeat(90_000), false)
                    : Answer.of(200, FILE, length(FILE.length()), "ETag: \"v2\""))) {
      fetch(server);
      assertWhole();
    }
  }

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                new Answer(
                    Answer.of(200, "", length(FILE.length()), ETAG).head(),
                    request.number() < 2 ? FILE.substring(0, 1000) : FILE,
                    false))) {
      fetch(server);
      assertWhole();
    }
  }

  @Test
  void aServerThatNeverSendsAllIsGivenUp() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request -> Answer.of(200, FILE.substring(0, 1000), length(FILE.length()), ETAG))) {
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("can't be had")
          .hasMessageContaining("the same command goes on from there");
      assertThat(server.requests()).hasSize(4);
      assertOnly("w.part", "w.part.from");
    }
  }

  @Test
  void aLengthThatIsTooLargeIsFoundOut() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.start() == 0
                    ? Answer.of(200, FILE, length(FILE.length() + 7), ETAG)
                    : Answer.of(416, "", "Content-Range: bytes */" + FILE.length()))) {
      fetch(server);
      assertWhole();
    }
  }

  @Test
  void aLengthThatIsTooSmallIsFoundOutByTheCheck() throws IOException {
    try (FakeServer server =
        FakeServer.start(request -> Answer.of(200, FILE, length(1000), ETAG))) {
      Consumer<Path> check =
          file -> {
            if (file.toFile().length() != FILE.length()) {
              throw new DataException("short");
            }
          };
      assertThatThrownBy(
              () ->
                  downloader(Duration.ofSeconds(20))
                      .fetch(server.uri("/w"), folder.resolve("w"), check))
          .isInstanceOf(DataException.class)
          .hasMessage("short");
      assertOnly();
    }
  }

  @Test
  void bytesOtherThanAskedForStartAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.start() == 0
                    ? breakingOff(2, 5000).apply(request)
                    : partial(request.start() + 1, FILE.substring(request.start() + 1)))) {
      fetch(server);
      assertWhole();
      assertThat(server.requests()).extracting(Request::start).containsExactly(0, 5000, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStallEndsInOneSentenceAndKeepsThePart(boolean afterHead) throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                afterHead
                    ? new Answer(whole(request).head(), FILE.substring(0, 5000), true)
                    : new Answer("", "", true))) {
      assertThatThrownBy(
              () ->
                  downloader(Duration.ofMillis(700))
                      .fetch(server.uri("/w"), folder.resolve("w"), DownloaderTest::noCheck))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("stalled")
          .hasMessageNotContaining("\n");
      if (afterHead) {
        assertOnly("w.part", "w.part.from");
        assertThat(folder.resolve("w.part")).hasSize(5000);
      } else {
        assertOnly();
      }
    }
  }

  @Test
  void notFoundEndsInOneSentenceAndLeavesNothing() throws IOException {
    try (FakeServer server = FakeServer.start(request -> Answer.of(404, "gone", length(4)))) {
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("HTTP status 404");
      assertThat(server.requests()).hasSize(1);
      assertOnly();
    }
  }

  @Test
  void aServerErrorIsTriedAgain() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request -> request.number() < 2 ? Answer.of(503, "", length(0)) : whole(request))) {
      fetch(server);
      assertWhole();
    }
  }

  @Test
  void aServerThatIsNotThereEndsInOneSentence() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/w");
    assertThatThrownBy(
            () ->
                downloader(Duration.ofSeconds(20))
                    .fetch(uri, folder.resolve("w"), DownloaderTest::noCheck))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("can't be had");
    assertOnly();
  }

  @Test
  void aRunThatIsStoppedKeepsThePart() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request -> {
              interruption.request();
              return new Answer(whole(request).head(), FILE.substring(0, 5000), true);
            })) {
      assertThatThrownBy(() -> fetch(server)).isInstanceOf(StoppedException.class);
      assertThat(folder.resolve("w")).doesNotExist();
    }
  }

  @Test
  void anUnknownLengthIsNoError() throws IOException {
    try (FakeServer server = FakeServer.start(request -> Answer.of(200, FILE))) {
      fetch(server);
      assertWhole();
    }
  }

  @Test
  void aFileThatIsWantedTwiceAtATimeIsRefused() throws IOException {
    try (FakeServer server = FakeServer.start(DownloaderTest::whole);
        PartFile other = PartFile.open(folder.resolve("w"))) {
      assertThat(other.size()).isZero();
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void moreThanTheDiskHoldsIsRefusedBeforeTheFirstByte() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request -> Answer.of(200, FILE, "Content-Length: " + Long.MAX_VALUE, ETAG))) {
      assertThatThrownBy(() -> fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("free space");
      assertOnly();
    }
  }

  @Test
  void redirectionsAreFollowed() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                request.path().equals("/w")
                    ? Answer.of(302, "", "Location: /there", length(0))
                    : whole(request))) {
      fetch(server);
      assertWhole();
      assertThat(server.requests()).extracting(Request::path).isEqualTo(List.of("/w", "/there"));
    }
  }
}
