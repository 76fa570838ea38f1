package org.maskgit.tools.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.StoppedException;
import org.maskgit.tools.download.FakeServer.Answer;

/** Files that don't come, and what is left behind. */
@Timeout(60)
final class DownloaderRefusalTest {

  @TempDir private Path folder;
  private Fetching download;

  @BeforeEach
  void start() {
    download = new Fetching(folder);
  }

  @Test
  void aServerThatNeverSendsAllIsGivenUp() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                Answer.of(
                    200,
                    FakeFile.CONTENT.substring(0, 1000),
                    FakeFile.length(FakeFile.CONTENT.length()),
                    FakeFile.ETAG))) {
      assertThatThrownBy(() -> download.fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("can't be had")
          .hasMessageContaining("the same command goes on from there");
      assertThat(server.requests()).hasSize(4);
      assertThat(download.files()).containsExactly("w.part", "w.part.from");
    }
  }

  @Test
  void aLengthThatIsTooSmallIsFoundOutByTheCheck() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request -> Answer.of(200, FakeFile.CONTENT, FakeFile.length(1000), FakeFile.ETAG))) {
      Consumer<Path> check =
          file -> {
            if (file.toFile().length() != FakeFile.CONTENT.length()) {
              throw new DataException("short");
            }
          };
      assertThatThrownBy(() -> download.fetch(server.uri("/w"), Fetching.LONG, check))
          .isInstanceOf(DataException.class)
          .hasMessage("short");
      assertThat(download.files()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStallEndsInOneSentenceAndKeepsThePart(boolean afterHead) throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                afterHead
                    ? new Answer(
                        FakeFile.whole(request).head(), FakeFile.CONTENT.substring(0, 5000), true)
                    : new Answer("", "", true))) {
      assertThatThrownBy(() -> download.fetch(server.uri("/w"), Duration.ofMillis(700), file -> {}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("stalled")
          .hasMessageNotContaining("\n");
      if (afterHead) {
        assertThat(download.files()).containsExactly("w.part", "w.part.from");
        assertThat(folder.resolve("w.part")).hasSize(5000);
      } else {
        assertThat(download.files()).isEmpty();
      }
    }
  }

  @Test
  void notFoundEndsInOneSentenceAndLeavesNothing() throws IOException {
    try (FakeServer server =
        FakeServer.start(request -> Answer.of(404, "gone", FakeFile.length(4)))) {
      assertThatThrownBy(() -> download.fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("HTTP status 404");
      assertThat(server.requests()).hasSize(1);
      assertThat(download.files()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotThereEndsInOneSentence() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI uri = URI.create("http://127.0.0.1:" + port + "/w");
    assertThatThrownBy(() -> download.fetch(uri, Fetching.LONG, file -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("can't be had");
    assertThat(download.files()).isEmpty();
  }

  @Test
  void aRunThatIsStoppedKeepsThePart() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request -> {
              download.interruption().request();
              return new Answer(
                  FakeFile.whole(request).head(), FakeFile.CONTENT.substring(0, 5000), true);
            })) {
      assertThatThrownBy(() -> download.fetch(server)).isInstanceOf(StoppedException.class);
      assertThat(folder.resolve("w")).doesNotExist();
    }
  }

  @Test
  void aFileThatIsWantedTwiceAtATimeIsRefused() throws IOException {
    try (FakeServer server = FakeServer.start(FakeFile::whole);
        PartFile other = PartFile.open(folder.resolve("w"))) {
      assertThat(other.size()).isZero();
      assertThatThrownBy(() -> download.fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another process");
    }
  }

  @Test
  void moreThanTheDiskHoldsIsRefusedBeforeTheFirstByte() throws IOException {
    try (FakeServer server =
        FakeServer.start(
            request ->
                Answer.of(
                    200, FakeFile.CONTENT, "Content-Length: " + Long.MAX_VALUE, FakeFile.ETAG))) {
      assertThatThrownBy(() -> download.fetch(server))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("free space");
      assertThat(download.files()).isEmpty();
    }
  }
}
