package org.maskgit.sampler;

import org.maskgit.io.EnumNames;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;

/** What a batch's images share of a seed. */
public enum NoiseMode {
  /** One stream for the whole batch, {@link BatchNoise}: the tokens of the official code. */
  BATCH,
  /** A stream for each image, {@link PerImageNoise}: the same tokens in a batch of any size. */
  PER_IMAGE;

  /**
   * Finds a mode by its name.
   *
   * @param name {@code batch} or {@code per-image}
   * @return the mode
   * @throws IllegalArgumentException if there is no such mode
   */
  public static NoiseMode parse(String name) {
    return EnumNames.parse(NoiseMode.class, name);
  }

  /**
   * Makes the noise of a batch.
   *
   * @param layout how words are numbered
   * @param key the key of the seed
   * @param firstImage the number of the batch's first image; only {@link #PER_IMAGE} asks for it
   * @return the noise
   */
  public Noise noise(PrngLayout layout, PrngKey key, int firstImage) {
    return this == BATCH ? new BatchNoise(layout, key) : new PerImageNoise(layout, key, firstImage);
  }

  @Override
  public String toString() {
    return EnumNames.of(this);
  }
}
