package org.maskgit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFolderTest {
  @TempDir private Path folder;

  @Test
  void appearsWholeAlsoInPlaceOfAnEmptyFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("model"));
    AtomicFolder.write(
        target,
        temporary -> {
          assertThat(target).isEmptyDirectory();
          Files.createDirectory(temporary.resolve("inner"));
          Files.writeString(temporary.resolve("inner/file"), "x");
        });
    assertThat(target.resolve("inner/file")).hasContent("x");
    assertThat(folder)
        .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
  }

  @Test
  void leavesNothingWhenTheContentFails() {
    Path target = folder.resolve("model");
    assertThatThrownBy(
            () ->
                AtomicFolder.write(
                    target,
                    temporary -> {
                      Files.writeString(temporary.resolve("file"), "x");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No space left on device");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesWhatIsThereAlready() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> AtomicFolder.requireFree(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found files in it; choose another name.");
    assertThatThrownBy(() -> AtomicFolder.requireFree(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a file; choose another name.");
    assertThatThrownBy(() -> AtomicFolder.write(folder.resolve("none/model"), temporary -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found none; create it first.");
  }
}
