package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.maskgit.image.ImageGrid;
import org.maskgit.image.RgbImage;
import org.maskgit.tools.cli.Console;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.picture.PngFile;
import org.maskgit.training.loop.EventFile;
import org.maskgit.training.loop.LoopConfig;
import org.maskgit.training.loop.LoopListener;
import org.maskgit.training.loop.LoopProgress;
import org.maskgit.training.loop.RunFolder;
import org.maskgit.training.loop.StepMetrics;

/** Tells how a run goes: lines on the console, events for TensorBoard, grids of pictures. */
final class RunReporter implements LoopListener, AutoCloseable {
  private static final int BUCKETS = 20;
  private static final int MARGIN = 2;
  private static final double MEBI = 1 << 20;

  private final RunFolder run;
  private final Console console;
  private final Progress progress;
  private final EventFile events;
  private final LoopConfig config;
  private final int batchSize;
  private final SampleMaker samples;
  private double waited;
  private double imagesPerSecond;
  private double lastLoss = Double.NaN;

  /** Makes the pictures that show how far the training is. */
  @FunctionalInterface
  interface SampleMaker {
    /** Returns what the model makes now. */
    Samples make();
  }

  /**
   * What a model makes at one moment.
   *
   * @param pictures of one size, row by row of a square grid
   * @param scalars numbers by name that were found on the way
   */
  record Samples(List<RgbImage> pictures, ImmutableMap<String, Float> scalars) {}

  RunReporter(
      RunFolder run,
      Console console,
      LoopConfig config,
      int batchSize,
      long firstStep,
      SampleMaker samples) {
    this.run = run;
    this.console = console;
    this.progress = console.progress("Training", 0, Progress.Unit.STEPS);
    this.config = config;
    this.batchSize = batchSize;
    this.samples = samples;
    this.events = EventFile.create(run.root(), firstStep);
  }

  @Override
  public void onStep(LoopProgress at, StepMetrics metrics) {
    waited = at.dataWaitShare();
    imagesPerSecond = at.stepsPerSecond() * batchSize;
    lastLoss = metrics.loss();
    if (at.step() % config.logSteps() != 0 && at.step() != at.steps()) {
      return;
    }
    progress.say(
        String.format(
            Locale.ROOT,
            "step %d/%d  loss %.4f  %.1f images/s  waiting for data %.1f %%  ETA %s",
            at.step(),
            at.steps(),
            metrics.loss(),
            imagesPerSecond,
            100 * waited,
            Progress.clock(at.remaining().toSeconds())));
    events.scalars(at.step(), metrics.scalars());
    events.scalars(
        at.step(),
        ImmutableMap.of(
            "speed/images_per_second", imagesPerSecond, "speed/data_wait_share", waited));
    for (Map.Entry<String, float[]> entry : metrics.distributions().entrySet()) {
      events.histogram(at.step(), entry.getKey(), entry.getValue(), BUCKETS);
    }
  }

  @Override
  public void onSamples(long step) {
    Samples made = samples.make();
    if (!made.pictures().isEmpty()) {
      show(step, ImageGrid.of(made.pictures(), MARGIN));
    }
    if (!made.scalars().isEmpty()) {
      events.scalars(step, made.scalars());
      progress.say("step %d  %s".formatted(step, made.scalars()));
    }
  }

  private void show(long step, RgbImage grid) {
    Path file = run.samples(step);
    PngFile.write(file, grid, ImmutableMap.of("step", Long.toString(step)));
    try {
      events.image(step, "samples", grid.height(), grid.width(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onCheckpoint(Path file, long step, Duration took) {
    try {
      double bytes = Files.size(file);
      events.scalars(step, ImmutableMap.of("checkpoint/seconds", took.toMillis() / 1e3));
      progress.close();
      console.note(
          String.format(
              Locale.ROOT,
              "Wrote %s, %.1f MiB in %.2f s.",
              file,
              bytes / MEBI,
              took.toMillis() / 1e3));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onCheckpointFailed(long step, String reason) {
    progress.close();
    console.note("Step %d: no checkpoint. %s".formatted(step, reason));
  }

  /**
   * Prints how far the run came.
   *
   * @param steps the number of steps of the state
   */
  void results(long steps) {
    JsonObject json = new JsonObject();
    json.addProperty("run", run.root().toString());
    json.addProperty("steps", steps);
    json.addProperty("loss", lastLoss);
    json.addProperty("imagesPerSecond", imagesPerSecond);
    json.addProperty("dataWaitShare", waited);
    console.results(
        json,
        List.of(
            String.format(
                Locale.ROOT,
                "%s: %d steps, loss %.4f, %.1f images/s, waited for data %.1f %% of the time",
                run.root(),
                steps,
                lastLoss,
                imagesPerSecond,
                100 * waited)));
  }

  @Override
  public void close() {
    progress.close();
    events.close();
  }
}
