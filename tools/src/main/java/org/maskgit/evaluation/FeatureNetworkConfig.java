package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How a frozen network makes features of pictures.
 *
 * @param name what its numbers are called by: {@code Lite0} gives "Lite0-FD"; empty for the
 *     Inception network alone, whose numbers are called FID
 * @param input where pictures go in: float32 [n, h, w, 3]
 * @param pool the features, [n, …] of any shape
 * @param logits logits [n, classes]; empty for none
 * @param classifier a MatMul that makes logits of the features; only its weights are used, without
 *     the bias, as ADM's evaluator does; empty for none
 * @param spatial features of places [n, h, w, channels], of which the first 7 channels count, as in
 *     ADM's evaluator; empty for none
 * @param scale what samples 0..255 are multiplied by
 * @param offset what is then added
 * @param imageSize height and width that pictures are brought to for it, as {@link Pictures#open}
 *     does; 0 if it resizes them itself or doesn't mind
 * @param dimension length of its features, to notice another network; 0 for any
 */
public record FeatureNetworkConfig(
    String name,
    String input,
    String pool,
    String logits,
    String classifier,
    String spatial,
    float scale,
    float offset,
    int imageSize,
    int dimension) {

  /**
   * {@code classify_image_graph_def.pb} of 2015 as ADM's evaluator runs it: it takes samples 0..255
   * of any size and resizes them itself.
   */
  public static final FeatureNetworkConfig INCEPTION =
      new FeatureNetworkConfig(
          "", "ExpandDims", "pool_3", "", "softmax/logits/MatMul", "mixed_6/conv", 1, 0, 0, 2048);

  /**
   * EfficientNet-Lite0, frozen with its preparation: it takes samples 0..255 of any size, resizes
   * them to 224 × 224 (bicubic) and makes (x − 127) / 128 of them itself.
   */
  public static final FeatureNetworkConfig LITE0 =
      new FeatureNetworkConfig("Lite0", "image", "Identity_5", "Identity_6", "", "", 1, 0, 0, 1280);

  /**
   * Checks the settings.
   *
   * @param name any
   * @param input a name
   * @param pool a name
   * @param logits a name, or empty
   * @param classifier a name, or empty; not both
   * @param spatial a name, or empty
   * @param scale any but 0
   * @param offset any
   * @param imageSize at least 0
   * @param dimension at least 0
   * @throws IllegalArgumentException if one is something else
   */
  public FeatureNetworkConfig {
    checkArgument(!input.isBlank() && !pool.isBlank(), "expected names of input and pool");
    checkArgument(
        logits.isEmpty() || classifier.isEmpty(),
        "expected logits or a classifier, found %s and %s",
        logits,
        classifier);
    checkArgument(scale != 0, "expected a scale other than 0, found %s", scale);
    checkArgument(imageSize >= 0, "expected an imageSize of at least 0, found %s", imageSize);
    checkArgument(dimension >= 0, "expected a dimension of at least 0, found %s", dimension);
  }
}
