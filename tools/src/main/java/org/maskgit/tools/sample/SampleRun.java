package org.maskgit.tools.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.maskgit.io.DataException;
import org.maskgit.shard.Shard;
import org.maskgit.shard.ShardFolder;
import org.maskgit.shard.ShardTask;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;

/** Runs the shards of a series in this process and puts them together. */
final class SampleRun {
  private final SamplePlan plan;
  private final SeriesPlaces places;
  private final Context context;

  SampleRun(SamplePlan plan, SeriesPlaces places, Context context) {
    this.plan = plan;
    this.places = places;
    this.context = context;
  }

  /**
   * Says whether the output is there already; if so, deletes the shards that a killed run left, and
   * prints the results.
   */
  boolean isDone() {
    boolean done = places.output().isDone(plan);
    if (done) {
      context.console().note("%s is there already.".formatted(places.output().path()));
      boolean remains = SamplePlan.find(places.work()).filter(plan::isSame).isPresent();
      if (remains && !places.keepsWork()) {
        delete(places.work());
      }
      report();
    }
    return done;
  }

  /** Runs a part of the shards; whoever has them all puts them together. */
  void run(ShardPart part, Function<ShardFolder, ShardTask> tasks) {
    ShardFolder folder = open();
    ShardTask task = tasks.apply(folder);
    ImmutableList<Shard> mine =
        plan.shards().stream()
            .filter(shard -> part.has(shard.index()))
            .collect(ImmutableList.toImmutableList());
    runAll(mine, task, folder);
    if (part.equals(ShardPart.ALL)) {
      merge();
    } else {
      JsonObject json = new JsonObject();
      json.addProperty("shards", mine.size());
      json.addProperty("work", places.work().toString());
      context
          .console()
          .results(
              json,
              ImmutableList.of(
                  "%d shards are done; 'maskgit merge' puts all together when the others are."
                      .formatted(mine.size())));
    }
  }

  private void runAll(ImmutableList<Shard> mine, ShardTask task, ShardFolder folder) {
    long total = (long) mine.stream().mapToInt(Shard::count).sum() * plan.candidates();
    try (Progress progress = context.console().progress("Sampling", total, Progress.Unit.IMAGES)) {
      long there =
          mine.stream()
              .filter(shard -> folder.find(shard).isPresent())
              .mapToInt(Shard::count)
              .sum();
      progress.startAt(there * plan.candidates());
      LongConsumer at = progress.sparsely();
      long[] done = {there * plan.candidates()};
      for (Shard shard : mine) {
        task.run(
            shard,
            step -> context.interruption().check(),
            made -> {
              done[0] += made;
              at.accept(done[0]);
            });
        context.interruption().check();
      }
    }
  }

  private ShardFolder open() {
    try {
      Files.createDirectories(places.work());
    } catch (IOException e) {
      throw new DataException(
          "Can't create the folder %s: %s; name another with --work."
              .formatted(places.work(), e.getMessage()),
          e);
    }
    plan.keepIn(places.work());
    return new ShardFolder(places.work());
  }

  /** Puts all shards together. */
  void merge() {
    places.output().write(plan, new ShardFolder(places.work()), context);
    if (!places.keepsWork()) {
      delete(places.work());
    }
    report();
  }

  private static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new DataException(
          "Can't delete %s, which isn't needed any more: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private void report() {
    JsonObject json = new JsonObject();
    json.addProperty("file", places.output().path().toString());
    json.addProperty("tries", (long) plan.count() * plan.candidates());
    plan.toJson().asMap().forEach(json::add);
    context.console().results(json, ImmutableList.of(places.output().path().toString()));
  }
}
