package org.maskgit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.maskgit.training.DivergedException;
import org.tensorflow.ndarray.Shape;

/** The loop around a training that only adds up its batches. */
class TrainingLoopTest {
  private static final LoopConfig EVERY_THREE = new LoopConfig(3, 0, 2, 0, 1, 4, 5);

  @TempDir private Path folder;

  private CheckpointStore store;
  private final Sum sum = new Sum();
  private final Told told = new Told();

  @BeforeEach
  void open() {
    store = CheckpointStore.open(folder);
  }

  /** A training whose state is the sum of its batches. */
  private static final class Sum implements Trainable<Integer> {
    private float total;
    private long steps;
    private float loss = 1;
    private boolean diskIsFull;

    @Override
    public long steps() {
      return steps;
    }

    @Override
    public StepMetrics step(Integer batch) {
      total += batch;
      steps++;
      return new StepMetrics(loss, ImmutableMap.of("the loss", loss), ImmutableMap.of());
    }

    @Override
    public void save(Path file, Map<String, String> notes) {
      if (diskIsFull) {
        AtomicFile.write(
            file,
            out -> {
              throw new IOException("No space left on device");
            });
      }
      CheckpointTensor tensor = CheckpointTensor.of("sum", Shape.of(1), new float[] {total});
      Checkpoint.of("sum", List.of(tensor))
          .withMetadata(notes)
          .write(file, CheckpointFormat.SAFETENSORS);
    }

    @Override
    public void close() {}
  }

  /** The whole numbers. */
  private static final class Numbers implements BatchSource<Integer> {
    private int next = 1;

    @Override
    public Integer next() {
      return next++;
    }

    @Override
    public String position() {
      return Integer.toString(next);
    }

    @Override
    public void close() {}
  }

  /** What the loop told. */
  private static class Told implements LoopListener {
    final List<Long> stepped = new ArrayList<>();
    final List<Long> sampled = new ArrayList<>();
    final List<Long> saved = new ArrayList<>();
    final List<String> failed = new ArrayList<>();

    @Override
    public void onStep(LoopProgress progress, StepMetrics metrics) {
      stepped.add(progress.step());
    }

    @Override
    public void onSamples(long step) {
      sampled.add(step);
    }

    @Override
    public void onCheckpoint(Path file, long step, Duration took) {
      assertThat(file).exists();
      saved.add(step);
    }

    @Override
    public void onCheckpointFailed(long step, String reason) {
      failed.add(step + ": " + reason);
    }
  }

  private TrainingLoop<Integer> loop(int steps, LoopListener listener) {
    return new TrainingLoop<>(sum, new Numbers(), store, EVERY_THREE, steps, listener);
  }

  @Test
  void checkpointsAndSamplesComeInTheirTurnAndTheEndIsSaved() {
    assertThat(loop(8, told).run(() -> false)).isTrue();
    assertThat(told.stepped).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(told.sampled).containsExactly(4L, 8L);
    assertThat(told.saved).containsExactly(3L, 6L, 8L);
    assertThat(store.list()).extracting(CheckpointStore.Entry::step).containsExactly(6L, 8L);
    Checkpoint last = store.newest().orElseThrow();
    assertThat(last.tensor("sum").floats()).containsExactly(36);
    assertThat(TrainingLoop.position(last)).isEqualTo("9");
  }

  @Test
  void whenAskedToStopItSavesTheStepAndLeaves() {
    assertThat(loop(8, told).run(() -> sum.steps() == 5)).isFalse();
    assertThat(told.saved).containsExactly(3L, 5L);
    assertThat(loop(8, told).run(() -> true)).isFalse();
    assertThat(told.saved).containsExactly(3L, 5L);
  }

  @Test
  void aFullDiskInBetweenIsToldAndTheTrainingGoesOn() {
    LoopListener filling =
        new Told() {
          @Override
          public void onStep(LoopProgress progress, StepMetrics metrics) {
            sum.diskIsFull = progress.step() == 6;
          }

          @Override
          public void onCheckpointFailed(long step, String reason) {
            told.onCheckpointFailed(step, reason);
          }
        };
    assertThat(loop(10, filling).run(() -> false)).isTrue();
    assertThat(told.failed).hasSize(1);
    assertThat(told.failed.get(0))
        .startsWith("6: Can't write " + store.file(6) + ": No space left on device");
    assertThat(store.list()).extracting(CheckpointStore.Entry::step).containsExactly(9L, 10L);
  }

  @Test
  void aDiskThatIsFullAtTheEndIsAnErrorAndLeavesTheOlderCheckpoints() {
    LoopListener filling =
        new LoopListener() {
          @Override
          public void onStep(LoopProgress progress, StepMetrics metrics) {
            sum.diskIsFull = progress.step() > 6;
          }
        };
    assertThatThrownBy(() -> loop(8, filling).run(() -> false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No space left on device");
    assertThat(store.newest().orElseThrow().tensor("sum").floats()).containsExactly(21);
  }

  @Test
  void aFolderThatIsGoneIsToldAtEveryCheckpointAndAnErrorAtTheEnd() throws IOException {
    Files.delete(folder);
    assertThatThrownBy(() -> loop(8, told).run(() -> false))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a folder " + folder);
    assertThat(told.failed).hasSize(2);
    Files.createDirectory(folder);
  }

  private LoopListener spoiling(int after, float loss) {
    return new LoopListener() {
      @Override
      public void onStep(LoopProgress progress, StepMetrics metrics) {
        sum.loss = progress.step() >= after ? loss : 1;
      }
    };
  }

  @Test
  void whatIsNoNumberStopsWithTheStepTheTermAndTheLastGoodCheckpoint() {
    assertThatThrownBy(() -> loop(20, spoiling(7, Float.NaN)).run(() -> false))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith("Step 8: the loss diverged: expected a finite number, found NaN")
        .hasMessageEndingWith("go on from " + store.file(6) + ".");
    assertThat(store.list()).extracting(CheckpointStore.Entry::step).containsExactly(3L, 6L);
  }

  @Test
  void aLossFarAboveItsAverageStops() {
    assertThatThrownBy(() -> loop(20, spoiling(7, 5.5f)).run(() -> false))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith("Step 8: the loss diverged: expected at most 5.00");
  }

  @Test
  void aTrainingThatDivergesAtOnceGoesOnFromTheBeginning() {
    sum.loss = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> loop(20, told).run(() -> false))
        .isInstanceOf(DivergedException.class)
        .hasMessageEndingWith("go on from the beginning.");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void aCheckpointWithoutAPlaceInTheDataSaysSo() {
    sum.save(store.file(1), Map.of());
    Checkpoint checkpoint = store.newest().orElseThrow();
    assertThatThrownBy(() -> TrainingLoop.position(checkpoint))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found one without a place in the data");
  }
}
