package org.maskgit.tools.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.maskgit.tools.cli.Console;
import org.maskgit.tools.cli.Interruption;

/** Downloads the file {@code w} into a folder. */
final class Fetching {
  static final Duration LONG = Duration.ofSeconds(20);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Interruption interruption = Interruption.create();
  private final Path folder;

  Fetching(Path folder) {
    this.folder = folder;
  }

  void fetch(FakeServer server) throws IOException {
    fetch(server.uri("/w"), LONG, file -> assertThat(file).exists());
  }

  void fetch(URI source, Duration stall, Consumer<Path> check) throws IOException {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console = Console.of(stream, stream, false, false, false);
    new Downloader(stall, Duration.ofMillis(1), console, interruption)
        .fetch(source, folder.resolve("w"), check);
  }

  Interruption interruption() {
    return interruption;
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  void assertWhole() throws IOException {
    assertThat(Files.readString(folder.resolve("w"))).isEqualTo(FakeFile.CONTENT);
    assertThat(files()).containsExactly("w");
  }
}
