package org.maskgit.training.loop;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.io.DataException;
import org.maskgit.training.DivergedException;
import org.maskgit.training.DivergenceGuard;

/**
 * Steps until the last one, with checkpoints on the way:
 *
 * <ol>
 *   <li>Take a batch; the time it takes is time waiting for data.
 *   <li>Step. A training that diverged ends here, and nothing of it is saved.
 *   <li>Tell the listener.
 *   <li>If it is time, write a checkpoint: the state, and the place in the data behind this batch.
 *   <li>If it is time, let the listener make samples.
 *   <li>If the run is asked to stop, or this was the last step, write a checkpoint and leave.
 * </ol>
 *
 * @param <B> a batch
 */
public final class TrainingLoop<B> {
  /** The key under which a checkpoint's metadata hold the place in the data. */
  public static final String POSITION_KEY = "maskgit.data";

  private final Trainable<B> training;
  private final BatchSource<B> batches;
  private final CheckpointStore checkpoints;
  private final LoopConfig config;
  private final long steps;
  private final LoopListener listener;
  private final DivergenceGuard guard;
  private long savedStep;
  private long savedNanos = System.nanoTime();

  /**
   * Makes a loop.
   *
   * @param training what is trained, as it was begun or resumed
   * @param batches its data, opened at the place that belongs to the training's state
   * @param checkpoints where checkpoints are written
   * @param config when
   * @param steps number of steps in all
   * @param listener is told what happens
   */
  public TrainingLoop(
      Trainable<B> training,
      BatchSource<B> batches,
      CheckpointStore checkpoints,
      LoopConfig config,
      long steps,
      LoopListener listener) {
    this.training = training;
    this.batches = batches;
    this.checkpoints = checkpoints;
    this.config = config;
    this.steps = steps;
    this.listener = listener;
    this.guard = DivergenceGuard.of(config.divergenceFactor());
    this.savedStep = training.steps();
  }

  /**
   * Reads the place in the data that belongs to a checkpoint.
   *
   * @param checkpoint one that a loop wrote
   * @return the position of its {@link BatchSource}
   * @throws DataException if the checkpoint is none of a loop
   */
  public static String position(Checkpoint checkpoint) {
    String position = checkpoint.metadata().get(POSITION_KEY);
    if (position == null) {
      throw new DataException(
          "%s: expected a checkpoint of a training run, found one without a place in the data; delete it or begin another run."
              .formatted(checkpoint.name()));
    }
    return position;
  }

  /**
   * Trains.
   *
   * @param stopping asked after each step whether to leave
   * @return true if all steps are done, false if it was asked to stop
   * @throws DivergedException if the training diverged; names the last good checkpoint
   * @throws DataException if the data can't be read, or the last checkpoint can't be written
   */
  public boolean run(BooleanSupplier stopping) {
    SpeedMeter meter = new SpeedMeter(training.steps(), System.nanoTime());
    while (training.steps() < steps && !stopping.getAsBoolean()) {
      long before = System.nanoTime();
      B batch = batches.next();
      meter.waited(System.nanoTime() - before);
      StepMetrics metrics = step(batch);
      long step = training.steps();
      listener.onStep(meter.ended(step, steps, System.nanoTime()), metrics);
      if (isCheckpointDue(step)) {
        tryToSave();
      }
      if (config.sampleSteps() > 0 && step % config.sampleSteps() == 0) {
        listener.onSamples(step);
      }
    }
    if (training.steps() > savedStep) {
      save();
    }
    return training.steps() >= steps;
  }

  private StepMetrics step(B batch) {
    try {
      StepMetrics metrics = training.step(batch);
      guard.check(training.steps(), metrics.loss(), metrics.scalars());
      return metrics;
    } catch (DivergedException e) {
      List<CheckpointStore.Entry> saved = checkpoints.list();
      throw e.withLastGood(
          saved.isEmpty() ? "the beginning" : saved.get(saved.size() - 1).file().toString());
    }
  }

  private boolean isCheckpointDue(long step) {
    boolean bySteps = config.checkpointSteps() > 0 && step % config.checkpointSteps() == 0;
    double minutes = (System.nanoTime() - savedNanos) / 60e9;
    boolean byTime = config.checkpointMinutes() > 0 && minutes >= config.checkpointMinutes();
    return (bySteps || byTime) && step < steps;
  }

  // A full disk need not end a training of days: there may be room again for the next checkpoint.
  private void tryToSave() {
    try {
      save();
    } catch (DataException e) {
      savedNanos = System.nanoTime();
      listener.onCheckpointFailed(training.steps(), e.getMessage());
    }
  }

  private void save() {
    long before = System.nanoTime();
    long step = training.steps();
    Path file = checkpoints.file(step);
    training.save(file, ImmutableMap.of(POSITION_KEY, batches.position()));
    checkpoints.prune(config.keepLast(), config.keepEvery());
    savedStep = step;
    savedNanos = System.nanoTime();
    listener.onCheckpoint(file, step, Duration.ofNanos(savedNanos - before));
  }
}
