package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;

class ImageSetTest {
  @TempDir private Path root;

  private void touch(String name) throws IOException {
    TinyImages.write(root.resolve(name), new byte[] {1});
  }

  @Test
  void theFoldersUnderTheRootAreTheClassesInTheOrderOfTheirNames() throws IOException {
    touch("dog/x.JPG");
    touch("cat/deep/er/y.png");
    touch("cat/a.jpeg");
    touch("cat/notes.txt");
    touch("cat/.hidden.png");
    touch("empty/readme.md");
    touch("loose.png");
    ImageSet images = ImageSet.open(root);
    assertThat(images.classNames()).containsExactly("cat", "dog");
    assertThat(images.size()).isEqualTo(3);
    assertThat(images.name(0)).isEqualTo("cat/a.jpeg");
    assertThat(images.name(1)).isEqualTo("cat/deep/er/y.png");
    assertThat(images.name(2)).isEqualTo("dog/x.JPG");
    assertThat(images.files())
        .containsExactly(
            root.resolve("cat/a.jpeg"),
            root.resolve("cat/deep/er/y.png"),
            root.resolve("dog/x.JPG"));
    assertThat(images.label(1)).isZero();
    assertThat(images.label(2)).isEqualTo(1);
  }

  @Test
  void anEmptyFolderAndAMissingOneSaySo() {
    assertThatThrownBy(() -> ImageSet.open(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images as class/name.png");
    assertThatThrownBy(() -> ImageSet.open(root.resolve("nowhere")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found none; check the name");
  }

  @Test
  void aFolderThatLeadsBackToItselfIsNamed() throws IOException {
    touch("cat/x.png");
    Path loop = root.resolve("cat/again");
    Files.createSymbolicLink(loop, root.resolve("cat"));
    assertThatThrownBy(() -> ImageSet.open(root))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Can't list the images in %s: it is a link to a folder that it lies in; mend that or move it elsewhere.",
            loop);
  }

  @Test
  void aFolderThatMayNotBeReadIsNamed() throws IOException {
    touch("cat/deep/x.png");
    File deep = root.resolve("cat/deep").toFile();
    assumeThat(deep.setReadable(false)).isTrue();
    assumeThat(deep.canRead()).as("the superuser may read everything").isFalse();
    assertThatThrownBy(() -> ImageSet.open(root))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Can't list the images in %s: reading it is not allowed; mend that or move it elsewhere.",
            deep);
    assertThat(deep.setReadable(true)).isTrue();
  }
}
