package org.maskgit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  @Test
  void theFileAppearsAndReplacesAnOlderOne() throws Exception {
    Path target = folder.resolve("a");
    AtomicFile.write(target, out -> out.write(1));
    AtomicFile.write(
        target,
        out -> {
          assertThat(Files.readAllBytes(target)).containsExactly(1);
          out.write(2);
        });
    assertThat(Files.readAllBytes(target)).containsExactly(2);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void aWriteThatFailsMidwayLeavesTheOldFile() throws Exception {
    Path target = folder.resolve("a");
    Files.writeString(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Can't write %s: No space left on device; nothing was left behind. Free some space or"
                + " choose another folder.",
            target);
    assertThat(target).hasContent("old");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void anyOtherExceptionPassesThroughAndLeavesNothing() throws Exception {
    Path target = folder.resolve("a");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new DataException("no picture");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessage("no picture");
    assertThat(names()).isEmpty();
  }

  @Test
  void missingFoldersAndFoldersInPlaceOfFilesAreSaid() {
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("b/a"), out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found none; create it first");
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write(1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a file name, found a folder");
  }
}
