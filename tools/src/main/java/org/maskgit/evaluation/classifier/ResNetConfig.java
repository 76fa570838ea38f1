package org.maskgit.evaluation.classifier;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * The sizes of a residual classifier.
 *
 * @param width channels of the first stage; each further one has twice as many at half the size
 * @param stages blocks of each stage
 * @param firstHalvings how often the picture is halved before the first stage
 */
public record ResNetConfig(int width, ImmutableList<Integer> stages, int firstHalvings) {

  /** For pictures of 32 to 64 pixels on a CPU: 8 layers, 0.7 million parameters. */
  public static final ResNetConfig SMALL = new ResNetConfig(32, ImmutableList.of(1, 1, 1), 1);

  /**
   * For ImageNet at 224 or 256 pixels on a GPU: 34 layers as in He et al., arXiv 1512.03385. The
   * paper used a ResNet-50.
   */
  public static final ResNetConfig IMAGENET = new ResNetConfig(64, ImmutableList.of(3, 4, 6, 3), 2);

  /**
   * Checks the sizes.
   *
   * @param width at least 1
   * @param stages at least one, each of at least one block
   * @param firstHalvings at least 0
   * @throws IllegalArgumentException if one is something else
   */
  public ResNetConfig {
    checkArgument(width >= 1, "expected a width of at least 1, found %s", width);
    checkArgument(
        !stages.isEmpty() && stages.stream().allMatch(blocks -> blocks >= 1),
        "expected stages of at least one block, found %s",
        stages);
    checkArgument(firstHalvings >= 0, "expected at least 0 halvings, found %s", firstHalvings);
  }
}
