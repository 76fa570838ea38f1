package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;

class ImageBatchesTest {
  @TempDir private Path root;

  private static ImageBatchConfig config(int threads) {
    Augmentation crops = new Augmentation(true, 0.3, 1, 0.5, 2, true);
    return new ImageBatchConfig(4, 8, true, 7, true, crops, threads);
  }

  private static List<Integer> numbers(ImageBatches batches, int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ImageBatch batch = batches.next();
      for (int j = 0; j < batch.size(); j++) {
        numbers.add(TinyImages.number(batch, j));
      }
    }
    return numbers;
  }

  @Test
  void anEpochShowsEveryImageOnceInAnOrderOfItsOwn() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 12));
    ImageBatchConfig config = ImageBatchConfig.training(4, 8, 1, Augmentation.NONE);
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      List<Integer> first = numbers(batches, 3);
      List<Integer> second = numbers(batches, 3);
      assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
      assertThat(new TreeSet<>(second)).hasSize(12);
      assertThat(second).isNotEqualTo(first);
      assertThat(batches.epochSize()).isEqualTo(12);
      assertThat(batches.classNames()).containsExactly("a", "b");
      assertThat(batches.waitShare()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void labelsBelongToTheirImages() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 6));
    ImageBatchConfig config = ImageBatchConfig.training(6, 8, 1, Augmentation.NONE);
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      ImageBatch batch = batches.next();
      for (int i = 0; i < 6; i++) {
        assertThat(batch.labels().get(i)).isEqualTo(TinyImages.number(batch, i) % 2);
      }
    }
  }

  @Test
  void resumedAnywhereItGivesTheSameBitsWithAnyNumberOfThreads() throws IOException {
    TinyImages.folder(root, 10);
    TinyImages.write(root.resolve("a/broken.png"), new byte[] {1, 2, 3});
    ImageSet images = ImageSet.open(root);
    List<float[]> pixels = new ArrayList<>();
    List<ImmutableIntArray> labels = new ArrayList<>();
    List<String> positions = new ArrayList<>();
    try (ImageBatches batches = ImageBatches.open(images, config(1), ImageBatches.START)) {
      for (int i = 0; i < 20; i++) {
        positions.add(batches.position());
        ImageBatch batch = batches.next();
        pixels.add(batch.pixels());
        labels.add(batch.labels());
      }
    }
    for (int from : new int[] {0, 1, 7, 13}) {
      try (ImageBatches batches = ImageBatches.open(images, config(4), positions.get(from))) {
        for (int i = from; i < 20; i++) {
          ImageBatch batch = batches.next();
          assertThat(Arrays.equals(batch.pixels(), pixels.get(i))).as("batch " + i).isTrue();
          assertThat(batch.labels()).isEqualTo(labels.get(i));
        }
      }
    }
  }

  @Test
  void aBrokenImageIsSkippedAndNamedOnce() throws IOException {
    TinyImages.folder(root, 5);
    byte[] whole = TinyImages.encode(TinyImages.image(9, 8, 8), "png");
    TinyImages.write(root.resolve("b/cut.png"), Arrays.copyOf(whole, whole.length / 2));
    TinyImages.write(root.resolve("b/empty.jpg"), new byte[0]);
    ImageBatchConfig config = ImageBatchConfig.training(5, 8, 1, Augmentation.NONE);
    try (ImageBatches batches =
        ImageBatches.open(ImageSet.open(root), config, ImageBatches.START)) {
      assertThat(new TreeSet<>(numbers(batches, 20))).containsExactly(0, 1, 2, 3, 4);
      assertThat(batches.broken()).containsExactlyInAnyOrder("b/cut.png", "b/empty.jpg");
    }
  }

  @Test
  void onlyBrokenImagesAreAnError() throws IOException {
    for (int i = 0; i < 3; i++) {
      TinyImages.write(
          root.resolve("a/%d.png".formatted(i)), "no image".getBytes(StandardCharsets.UTF_8));
    }
    ImageBatchConfig config = ImageBatchConfig.training(2, 8, 1, Augmentation.NONE);
    try (ImageBatches batches =
        ImageBatches.open(ImageSet.open(root), config, ImageBatches.START)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("found 3 of 3 broken, such as a/");
    }
  }

  @Test
  void oneGoodImageAmongManyBrokenOnesIsEnough() throws IOException {
    TinyImages.folder(root, 1);
    for (int i = 0; i < 20; i++) {
      TinyImages.write(root.resolve("b/%d.png".formatted(i)), new byte[] {1});
    }
    ImageBatchConfig config = ImageBatchConfig.training(8, 8, 1, Augmentation.NONE);
    ImageSet images = ImageSet.open(root);
    String position;
    List<Integer> found;
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      found = numbers(batches, 3);
      position = batches.position();
      assertThat(batches.broken()).hasSize(20);
    }
    assertThat(found).hasSize(24).containsOnly(0);
    try (ImageBatches batches = ImageBatches.open(images, config, position)) {
      assertThat(batches.next().samples().get(0)).isGreaterThanOrEqualTo(Long.parseLong(position));
    }
  }

  @Test
  void aSetSmallerThanABatchIsRepeated() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 2));
    ImageBatchConfig config = ImageBatchConfig.training(64, 8, 1, Augmentation.NONE);
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      for (int i = 0; i < 5; i++) {
        assertThat(numbers(batches, 1)).hasSize(64).containsOnly(0, 1);
      }
    }
  }

  @Test
  void anImageThatVanishesIsAnErrorAndNotBroken() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 4));
    Files.delete(root.resolve("b/003.png"));
    ImageBatchConfig config = ImageBatchConfig.training(2, 8, 1, Augmentation.NONE);
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      assertThatThrownBy(() -> numbers(batches, 3))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Can't read b/003.png of " + root)
          .hasMessageContaining("No such file")
          .hasMessageEndingWith("then go on from the last checkpoint.");
      assertThat(batches.broken()).isEmpty();
    }
  }

  @Test
  void anImageThatFailedOnceIsReadAgainAndNotLeftOut() throws Exception {
    TinyImages.folder(root, 6);
    Path image = root.resolve("a/004.png");
    byte[] whole = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(whole, 20));
    ImageBatchConfig config = ImageBatchConfig.evaluation(2, 8);
    try (ImageBatches batches =
        ImageBatches.open(ImageSet.open(root), config, ImageBatches.START)) {
      assertThat(numbers(batches, 1)).containsExactly(0, 2);
      Thread.sleep(200); // the next batch, which lacks the image, is read ahead
      Files.write(image, whole);
      assertThat(numbers(batches, 3)).containsExactly(4, 1, 3, 5, 0, 2);
      assertThat(batches.broken()).isEmpty();
    }
  }

  @Test
  void aPositionOfAnotherKindIsRefused() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 2));
    ImageBatchConfig config = ImageBatchConfig.evaluation(2, 8);
    assertThatThrownBy(() -> ImageBatches.open(images, config, "-1"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found \"-1\"");
  }
}
