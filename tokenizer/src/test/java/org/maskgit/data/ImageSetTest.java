package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;

class ImageSetTest {
  @TempDir private Path root;

  private static Set<String> names(ImageSet images) {
    Set<String> names = new TreeSet<>();
    IntStream.range(0, images.size()).mapToObj(images::name).forEach(names::add);
    return names;
  }

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
  void theHeldOutShareAndTheRestAreTheWhole() throws IOException {
    for (int i = 0; i < 200; i++) {
      touch("%s/%d.png".formatted(i % 2 == 0 ? "a" : "b", i));
    }
    ImageSet all = ImageSet.open(root);
    ImageSet heldOut = all.heldOut(0.2);
    ImageSet rest = all.without(0.2);
    Set<String> together = new TreeSet<>(names(heldOut));
    together.addAll(names(rest));
    assertThat(together).isEqualTo(names(all));
    assertThat(heldOut.size() + rest.size()).isEqualTo(200);
    assertThat(heldOut.size()).isBetween(24, 56);
    assertThat(heldOut.classNames()).containsExactly("a", "b");
  }

  @Test
  void anImageStaysOnItsSideWhenOthersComeAndGo() throws IOException {
    for (int i = 0; i < 60; i++) {
      touch("b/%d.png".formatted(i));
    }
    Set<String> before = names(ImageSet.open(root).heldOut(0.3));
    touch("a/new.png");
    touch("b/new.png");
    Files.delete(root.resolve("b/7.png"));
    Set<String> after = names(ImageSet.open(root).heldOut(0.3));
    before.remove("b/7.png");
    after.remove("a/new.png");
    after.remove("b/new.png");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aShareThatTakesAllOrNothingIsRefused() throws IOException {
    touch("a/1.png");
    ImageSet images = ImageSet.open(root);
    assertThatThrownBy(() -> images.heldOut(0)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> images.without(1)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> images.without(1.5)).isInstanceOf(IllegalArgumentException.class);
  }
}
