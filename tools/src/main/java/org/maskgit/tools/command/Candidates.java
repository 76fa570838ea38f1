package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.stream.IntStream;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.evaluation.ClassifierScores;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.Sampling;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.Recipe;

/**
 * Several candidates for each picture of a batch, of which the best is kept: those of picture i are
 * the rows n · i to n · i + n − 1 of one batch.
 *
 * @param wanted the request for one of each
 * @param each n
 */
record Candidates(GenerateRequest wanted, int each) {

  /** Asks for all candidates. */
  GenerateRequest request() {
    GenerateRequest all =
        wanted.withLabels(ImmutableIntArray.copyOf(repeated().map(wanted.labels()::get)));
    return wanted.inputTokens().isEmpty()
        ? all
        : all.withInputTokens(
            repeated().mapToObj(i -> wanted.inputTokens().get(i).toArray()).toArray(int[][]::new));
  }

  private IntStream repeated() {
    return IntStream.range(0, wanted.labels().length() * each).map(row -> row / each);
  }

  /** Keeps the likeliest of each; of equals the first. */
  SampledBatch best(Generation all, ClassifierScores scores, SamplingOptions sampling) {
    List<RgbImage> pictures = SampledBatch.pictures(all);
    double[] of =
        scores.of(pictures, ImmutableIntArray.copyOf(repeated().map(wanted.labels()::get)));
    int[] best = new int[wanted.labels().length()];
    for (int i = 0; i < best.length; i++) {
      best[i] = i * each;
      for (int row = best[i] + 1; row < (i + 1) * each; row++) {
        best[i] = of[row] > of[best[i]] ? row : best[i];
      }
    }
    return new SampledBatch(
        "generate",
        wanted.labels(),
        sampling,
        wanted.inputTokens(),
        Recipe.Edit.NONE,
        kept(all.sampling(), best),
        IntStream.of(best).mapToObj(pictures::get).collect(ImmutableList.toImmutableList()),
        ImmutableIntArray.copyOf(best),
        of.length);
  }

  private static Sampling kept(Sampling all, int[] rows) {
    int[][][] trace = IntStream.of(rows).mapToObj(row -> all.trace()[row]).toArray(int[][][]::new);
    return new Sampling(
        trace, ImmutableIntArray.copyOf(IntStream.of(rows).map(all.stepsUsed()::get)));
  }
}
