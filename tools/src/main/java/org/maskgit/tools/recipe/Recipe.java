package org.maskgit.tools.recipe;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import org.maskgit.graph.Execution;
import org.maskgit.io.EnumNames;

/**
 * All that is needed to make a picture's tokens again.
 *
 * @param version the version of maskgit that made it
 * @param task the command
 * @param transformer the transformer's checkpoint
 * @param tokenizer the tokenizer's checkpoint
 * @param size the picture's height and width in pixels
 * @param sample which sample of which batch it is
 * @param sampling how the tokens were drawn
 * @param compute how the networks were computed
 * @param inputTokens the tokens that the sampling began with, without the class position, -1 =
 *     masked; empty if all were masked
 * @param edit what was edited; {@link Edit#NONE} if nothing
 * @param tokens the tokens of the picture, without the class position
 */
public record Recipe(
    String version,
    String task,
    ModelFile transformer,
    ModelFile tokenizer,
    Size size,
    Sample sample,
    Sampling sampling,
    Compute compute,
    ImmutableIntArray inputTokens,
    Edit edit,
    ImmutableIntArray tokens) {

  /**
   * A picture's size.
   *
   * @param height pixels
   * @param width pixels
   */
  public record Size(int height, int width) {}

  /**
   * The place of a sample in its batch. The noise of a sample depends on these numbers.
   *
   * @param label the class index
   * @param labelName its name; empty if unknown
   * @param index the place in the batch, from 0
   * @param batch how many samples were drawn together
   * @param first the number of the batch's first picture in its series; 0 without a series
   */
  public record Sample(int label, String labelName, int index, int batch, int first) {}

  /**
   * How the tokens were drawn, in the words of the command line.
   *
   * @param seed such as {@code 42} or {@code 42/1}
   * @param rng {@code legacy} or {@code partitionable}
   * @param noise {@code batch} or {@code per-image}
   * @param sampler such as {@code confidence}
   * @param settings the options of the sampler and of guidance, by their names without dashes
   *     before them, such as {@code choice-temperature}
   */
  public record Sampling(
      String seed,
      String rng,
      String noise,
      String sampler,
      ImmutableMap<String, String> settings) {}

  /**
   * How the networks were computed, in the words of the command line. Rounding differs between all
   * of these, and with it, now and then, a token.
   *
   * @param kernels {@code portable}, {@code onednn} or {@code onednn-packed}; empty if unknown
   * @param precision {@code float32} or {@code bfloat16}
   */
  public record Compute(String kernels, String precision) {
    /** Of pictures that don't say it. */
    public static final Compute FLOAT32 = new Compute("", "float32");

    /**
     * Writes down how networks compute.
     *
     * @param execution kernels and precision
     * @return their names
     */
    public static Compute of(Execution execution) {
      return new Compute(EnumNames.of(execution.kernels()), EnumNames.of(execution.precision()));
    }
  }

  /**
   * What was edited, and how.
   *
   * @param settings the options of the command by their names without dashes before them, such as
   *     {@code box}, and the SHA-256 of its inputs' files, such as {@code image-sha256}; empty if
   *     nothing was edited
   */
  public record Edit(ImmutableMap<String, String> settings) {
    /** Nothing. */
    public static final Edit NONE = new Edit(ImmutableMap.of());
  }
}
