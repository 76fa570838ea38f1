package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/**
 * The perceptual term: the mean squared difference of the features that a frozen network gives the
 * image and its reconstruction.
 *
 * @param network a frozen GraphDef file or a SavedModel folder; empty leaves the term out
 * @param input the network's input, float32 [n, h, w, 3], such as {@code image}
 * @param features the outputs to compare, with commas between them, such as {@code
 *     block2,block4:0}; several count equally
 * @param scale what pixels in [0, 1] are multiplied by
 * @param offset what is then added
 * @param imageSize height and width to which images are resized for it; 0 for as they are
 * @param weight weight of the term
 */
public record PerceptualConfig(
    String network,
    String input,
    String features,
    double scale,
    double offset,
    int imageSize,
    double weight) {

  /** None, with the official weight, for a network to be named. */
  public static final PerceptualConfig OFF = new PerceptualConfig("", "image", "", 1, 0, 0, 0.1);

  /**
   * Checks the settings.
   *
   * @param network a path, or empty
   * @param input a name
   * @param features names, at least one if there is a network
   * @param scale any but 0
   * @param offset any
   * @param imageSize at least 0
   * @param weight at least 0
   * @throws IllegalArgumentException if a setting is something else
   */
  public PerceptualConfig {
    checkArgument(
        network.isEmpty() || (!input.isBlank() && !features.isBlank()),
        "expected the names of input and features of %s, found \"%s\" and \"%s\"",
        network,
        input,
        features);
    checkArgument(scale != 0, "expected a scale other than 0, found %s", scale);
    checkArgument(imageSize >= 0, "expected an imageSize of at least 0, found %s", imageSize);
    checkArgument(weight >= 0, "expected a weight of at least 0, found %s", weight);
  }

  /**
   * Says whether the term is there.
   *
   * @return true if a network is named and the weight is not 0
   */
  public boolean isOn() {
    return !network.isEmpty() && weight > 0;
  }

  /** The names of the features. */
  ImmutableList<String> featureNames() {
    return ImmutableList.copyOf(Splitter.on(',').trimResults().omitEmptyStrings().split(features));
  }
}
