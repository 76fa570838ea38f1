package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePassesTest {
  @TempDir private Path root;

  private static final ImageBatchConfig FLIPPED =
      new ImageBatchConfig(3, 8, false, 0, true, Augmentation.FLIP, 0);

  /** Number of each image, negative if it is mirrored. */
  private static List<Integer> rest(ImagePasses passes) {
    List<Integer> numbers = new ArrayList<>();
    for (Optional<ImageBatch> batch = passes.next(); batch.isPresent(); batch = passes.next()) {
      for (int i = 0; i < batch.get().size(); i++) {
        boolean mirrored = batch.get().images().getFloat(i, 0, 0, 2) > 0;
        int number = TinyImages.number(batch.get(), i);
        numbers.add(mirrored ? -number : number);
      }
    }
    return numbers;
  }

  @Test
  void everyImageComesInEachPassAndEveryOtherPassIsMirrored() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 5));
    try (ImagePasses passes = ImagePasses.open(images, FLIPPED, 2, ImageBatches.START)) {
      assertThat(passes.total()).isEqualTo(10);
      assertThat(rest(passes)).containsExactly(0, 2, 4, 1, 3, 0, -2, -4, -1, -3);
      assertThat(passes.next()).isEmpty();
      assertThat(passes.position()).isEqualTo("10");
    }
  }

  @Test
  void resumedItGoesOnWithTheNextSample() throws IOException {
    ImageSet images = ImageSet.open(TinyImages.folder(root, 5));
    String position;
    try (ImagePasses passes = ImagePasses.open(images, FLIPPED, 2, ImageBatches.START)) {
      passes.next();
      passes.next();
      position = passes.position();
    }
    try (ImagePasses passes = ImagePasses.open(images, FLIPPED, 2, position)) {
      assertThat(rest(passes)).containsExactly(-2, -4, -1, -3);
    }
  }

  @Test
  void brokenImagesAreLeftOutEvenAtTheEnd() throws IOException {
    TinyImages.folder(root, 2);
    TinyImages.write(root.resolve("b/z.png"), new byte[] {0});
    try (ImagePasses passes =
        ImagePasses.open(ImageSet.open(root), FLIPPED, 1, ImageBatches.START)) {
      assertThat(rest(passes)).containsExactly(0, 1);
      assertThat(passes.broken()).containsExactly("b/z.png");
      assertThat(passes.position()).isEqualTo("3");
    }
  }
}
