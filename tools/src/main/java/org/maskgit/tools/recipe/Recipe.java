package org.maskgit.tools.recipe;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;

/**
 * All that is needed to make a picture's tokens again.
 *
 * @param version the version of maskgit that made it
 * @param task {@code generate}, {@code edit} or {@code sample}
 * @param transformer the transformer's checkpoint
 * @param tokenizer the tokenizer's checkpoint
 * @param size the picture's height and width in pixels
 * @param sample which sample of which batch it is
 * @param sampling how the tokens were drawn
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
   * What was edited.
   *
   * @param box top, left, height and width in pixels; empty if nothing was edited
   * @param imageSha256 the SHA-256 of the source picture's file; empty if nothing was edited
   */
  public record Edit(ImmutableIntArray box, String imageSha256) {
    /** Nothing. */
    public static final Edit NONE = new Edit(ImmutableIntArray.of(), "");
  }
}
