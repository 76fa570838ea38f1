package org.maskgit.shard;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.maskgit.sampler.StepListener;

/**
 * Makes shards of a series:
 *
 * <ol>
 *   <li>If the shard's file is there, it is done.
 *   <li>Else its candidates are made by their numbers, and the best of each picture is kept.
 *   <li>The pictures are written into a temporary file, which gets the shard's name in one step.
 * </ol>
 *
 * <p>So a shard may be run by anybody, anywhere, several times or at once, and killed at any
 * moment: its bytes are the same wherever those of {@link SampleSeries} are, on machines that round
 * alike. Safe for use by several threads.
 */
public final class ShardTask {
  private final SampleSeries series;
  private final Rejection rejection;
  private final ShardFolder folder;

  private ShardTask(SampleSeries series, Rejection rejection, ShardFolder folder) {
    this.series = series;
    this.rejection = rejection;
    this.folder = folder;
  }

  /**
   * Describes the task.
   *
   * @param series the pictures
   * @param rejection how many candidates each has, and how the best is found
   * @param folder where the files go
   * @return the task
   */
  public static ShardTask of(SampleSeries series, Rejection rejection, ShardFolder folder) {
    return new ShardTask(series, rejection, folder);
  }

  /**
   * Makes a shard, unless it is there.
   *
   * @param shard the shard
   * @return its receipt
   * @throws org.maskgit.io.DataException if it can't be made or written
   */
  public Receipt run(Shard shard) {
    return run(shard, StepListener.none(), made -> {});
  }

  /**
   * Makes a shard, unless it is there, and lets listeners see how far it is.
   *
   * @param shard the shard
   * @param steps sees every step of every batch; what it throws ends the run
   * @param made is told after each batch how many candidates came out of it
   * @return its receipt
   * @throws org.maskgit.io.DataException if it can't be made or written
   */
  public Receipt run(Shard shard, StepListener steps, IntConsumer made) {
    Optional<Receipt> found = folder.find(shard);
    if (found.isPresent()) {
      return found.get();
    }
    int n = rejection.candidates();
    List<Sample> kept = new ArrayList<>();
    List<Double> best = new ArrayList<>();
    series.make(
        Math.multiplyExact(shard.first(), n),
        Math.multiplyExact(shard.count(), n),
        steps,
        candidates -> {
          keepBest(candidates, shard.first(), kept, best);
          made.accept(candidates.size());
        });
    return folder.write(shard, kept);
  }

  private void keepBest(
      ImmutableList<Sample> candidates, int first, List<Sample> kept, List<Double> best) {
    double[] scores = rejection.scores().of(candidates);
    for (int i = 0; i < scores.length; i++) {
      int place = candidates.get(i).number() / rejection.candidates() - first;
      if (place == kept.size()) {
        kept.add(candidates.get(i));
        best.add(scores[i]);
      } else if (scores[i] > best.get(place)) {
        kept.set(place, candidates.get(i));
        best.set(place, scores[i]);
      }
    }
  }
}
