package org.maskgit.evaluation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.data.ImageSet;
import org.maskgit.graph.Device;
import org.maskgit.io.NpyArray;
import org.maskgit.io.NpzWriter;
import org.tensorflow.ndarray.Shape;

class ClassifierTest {
  private static final int SIDE = 8;
  private static final ClassifierConfig CONFIG =
      new ClassifierConfig(
          new ResNetConfig(8, ImmutableList.of(1, 1), 0), SIDE, 16, 60, /* flips= */ false, 1);

  @TempDir private Path folder;

  /** Noise with a stripe: upright in class 0, level in class 1. */
  private ImageSet stripes(String name, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] pixels = new byte[count * SIDE * SIDE * 3];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      int place = random.nextInt(SIDE);
      for (int at = 0; at < SIDE * SIDE * 3; at++) {
        int along = labels[i] == 0 ? at / 3 % SIDE : at / 3 / SIDE;
        pixels[i * SIDE * SIDE * 3 + at] =
            (byte) (random.nextInt(100) + (along == place ? 150 : 0));
      }
    }
    Path file = folder.resolve(name);
    NpzWriter.write(
        file,
        List.of(
            NpzWriter.Member.of("arr_0", Shape.of(count, SIDE, SIDE, 3), pixels),
            NpzWriter.Member.of("arr_1", NpyArray.of(Shape.of(count), labels))));
    return ImageSet.open(file);
  }

  @Test
  void itLearnsWhatTellsClassesApart() {
    ImageSet test = stripes("test.npz", 100, 2);
    List<Float> losses = new ArrayList<>();
    try (Classifier classifier = Classifier.create(CONFIG, 2, Device.CPU)) {
      double before = classifier.test(test).top1();
      classifier.train(stripes("train.npz", 200, 1), (step, loss) -> losses.add(loss));
      Classifier.Accuracy accuracy = classifier.test(test);
      assertThat(accuracy.count()).isEqualTo(100);
      assertThat(accuracy.top1()).isGreaterThan(0.9).isGreaterThan(before);
      assertThat(accuracy.top5()).isEqualTo(1);
    }
    assertThat(losses).hasSize(60);
    assertThat(losses.get(59)).isLessThan(losses.get(0));
  }

  @Test
  void theSameSeedGivesTheSameClassifier() {
    ImageSet pictures = stripes("same.npz", 40, 3);
    List<Float> first = new ArrayList<>();
    List<Float> second = new ArrayList<>();
    ClassifierConfig few =
        new ClassifierConfig(CONFIG.network(), SIDE, 16, 3, /* flips= */ false, 1);
    for (List<Float> losses : List.of(first, second)) {
      try (Classifier classifier = Classifier.create(few, 2, Device.CPU)) {
        classifier.train(pictures, (step, loss) -> losses.add(loss));
      }
    }
    // The order of float32 sums is that of threads.
    for (int i = 0; i < 3; i++) {
      assertThat(first.get(i)).isCloseTo(second.get(i), within(1e-3f));
    }
  }
}
