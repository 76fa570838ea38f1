package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;

/**
 * The sizes of a discriminator.
 *
 * @param channels channels at each resolution, from the image's own down to 4×4
 * @param resampling how it halves the resolution
 */
public record DiscriminatorConfig(ImmutableList<Integer> channels, Resampling resampling) {
  /** Height and width at which the discriminator stops halving. */
  static final int SMALLEST = 4;

  /**
   * Checks the sizes.
   *
   * @param channels at least one, all positive
   * @param resampling any
   * @throws IllegalArgumentException if there are no channels
   */
  public DiscriminatorConfig {
    if (channels.isEmpty() || channels.stream().anyMatch(c -> c <= 0)) {
      throw new IllegalArgumentException(
          "expected positive channels for each resolution, found " + channels);
    }
  }

  /**
   * The official discriminator for images of one size ({@code discriminator.py}): 512 channels up
   * to 32×32, half of them at each larger resolution from 64×64 with 256.
   *
   * @param imageSize height and width of the images, a power of two from 4 to 512
   * @return its sizes, with blurred resampling
   * @throws IllegalArgumentException if the size is another
   */
  public static DiscriminatorConfig official(int imageSize) {
    return of(imageSize, 512, 512);
  }

  /**
   * A narrower discriminator of the same shape.
   *
   * @param imageSize height and width of the images, a power of two from 4 to 512
   * @param most channels at the small resolutions
   * @param cap {@code cap · 32 / size}, and at most {@code most}, are the channels at each size;
   *     512 officially
   * @return its sizes, with blurred resampling
   * @throws IllegalArgumentException if the size is another
   */
  public static DiscriminatorConfig of(int imageSize, int most, int cap) {
    if (imageSize < SMALLEST || imageSize > 512 || Integer.bitCount(imageSize) != 1) {
      throw new IllegalArgumentException(
          "expected an image size that is a power of two from %d to 512, found %d"
              .formatted(SMALLEST, imageSize));
    }
    ImmutableList.Builder<Integer> channels = ImmutableList.builder();
    for (int size = imageSize; size >= SMALLEST; size /= 2) {
      channels.add(Math.min(most, cap * 32 / size));
    }
    return new DiscriminatorConfig(channels.build(), Resampling.BLUR);
  }

  /**
   * Returns the same sizes with another way of halving.
   *
   * @param other the way
   * @return the changed copy
   */
  public DiscriminatorConfig withResampling(Resampling other) {
    return new DiscriminatorConfig(channels, other);
  }

  /**
   * Returns the size of the images it judges.
   *
   * @return height and width in pixels
   */
  public int imageSize() {
    return SMALLEST << (channels.size() - 1);
  }
}
