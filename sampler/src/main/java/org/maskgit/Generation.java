package org.maskgit;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import org.maskgit.editing.InputTokens;
import org.maskgit.image.Image;
import org.maskgit.sampler.Sampling;

/**
 * What came out of a request.
 *
 * @param input the tokens that each image began with, without the class position, −1 = masked:
 *     those of the request, or those of an edited picture outside the box
 * @param sampling the final tokens, and the sampled tokens of every step
 * @param images one for each label, in [0, 1] but not clipped; composites if a picture was edited
 */
public record Generation(
    ImmutableList<ImmutableIntArray> input, Sampling sampling, ImmutableList<Image> images) {

  /**
   * Cuts the class tokens off what a run began with.
   *
   * @param tokens [batch][positions], the class token first
   * @param sampling what the run made of it
   * @param images one for each row
   * @return the generation
   */
  static Generation of(int[][] tokens, Sampling sampling, ImmutableList<Image> images) {
    return new Generation(
        Arrays.stream(InputTokens.withoutClass(tokens))
            .map(ImmutableIntArray::copyOf)
            .collect(ImmutableList.toImmutableList()),
        sampling,
        images);
  }
}
