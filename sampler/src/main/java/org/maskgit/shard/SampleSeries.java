package org.maskgit.shard;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.sampler.NoiseMode;
import org.maskgit.sampler.StepListener;

/**
 * Pictures that are known by their numbers: picture i of a seed is drawn with the key {@code
 * fold_in(PRNGKey(seed), i)}, whatever is made beside it.
 *
 * <p>The same noise isn't enough for the same bits: a matrix product may round a row differently in
 * a batch of another size, by about 1e-5 of a logit, which tips a near tie. So the rows that go
 * through the network together are fixed as well: picture i is always row i mod {@code rows} of the
 * batch that begins at i − i mod {@code rows}. On one machine with one number of processors, a
 * picture's bits depend on the weights, the request, its number, its label and {@code rows} alone.
 *
 * <p>Safe for use by several threads.
 */
public final class SampleSeries {
  private final MaskGit maskgit;
  private final GenerateRequest request;
  private final IntUnaryOperator labels;
  private final int rows;

  private SampleSeries(
      MaskGit maskgit, GenerateRequest request, IntUnaryOperator labels, int rows) {
    this.maskgit = maskgit;
    this.request = request;
    this.labels = labels;
    this.rows = rows;
  }

  /**
   * Describes a series.
   *
   * @param maskgit the weights
   * @param request the settings, with noise per image and without input tokens; its labels aren't
   *     used
   * @param labels gives each number, from 0 to any, its class
   * @param rows pictures that go through the network together
   * @return the series
   * @throws IllegalArgumentException if the noise is the batch's, there are input tokens, or less
   *     than one row
   */
  public static SampleSeries of(
      MaskGit maskgit, GenerateRequest request, IntUnaryOperator labels, int rows) {
    checkArgument(request.noise() == NoiseMode.PER_IMAGE, "expected noise per image");
    checkArgument(request.inputTokens().isEmpty(), "expected no input tokens");
    checkArgument(rows > 0, "expected at least 1 row, found %s", rows);
    return new SampleSeries(maskgit, request, labels, rows);
  }

  /**
   * Makes pictures.
   *
   * @param first the number of the first
   * @param count how many
   * @param listener sees every step of every batch; what it throws ends the run
   * @param out gets the pictures in order, some at a time
   * @throws org.maskgit.io.DataException if the weights give NaN, or lack the class that guidance
   *     needs
   */
  public void make(
      int first, int count, StepListener listener, Consumer<ImmutableList<Sample>> out) {
    int end = Math.addExact(first, count);
    for (int start = first - first % rows; start < end; start += rows) {
      int from = Math.max(first, start);
      int to = Math.min(end, start + rows);
      out.accept(batch(start, listener).subList(from - start, to - start));
    }
  }

  private ImmutableList<Sample> batch(int start, StepListener listener) {
    ImmutableIntArray classes =
        ImmutableIntArray.copyOf(IntStream.range(start, start + rows).map(labels));
    Generation generation =
        maskgit.generate(request.withLabels(classes).withFirstImage(start), listener);
    int[][] tokens = generation.sampling().tokens();
    return IntStream.range(0, rows)
        .mapToObj(
            row ->
                new Sample(
                    start + row,
                    classes.get(row),
                    ImmutableIntArray.copyOf(tokens[row]),
                    generation.images().get(row).toRgb()))
        .collect(ImmutableList.toImmutableList());
  }
}
