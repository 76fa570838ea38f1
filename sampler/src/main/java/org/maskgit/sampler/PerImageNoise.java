package org.maskgit.sampler;

import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;

/**
 * Noise that gives an image the same tokens in every batch: image i of a seed is what the official
 * code draws in a batch of one with the key {@code fold_in(PRNGKey(seed), i)}.
 *
 * @param layout how words are numbered
 * @param key the key of the seed
 * @param firstImage the index of the batch's first image
 */
public record PerImageNoise(PrngLayout layout, PrngKey key, int firstImage) implements Noise {

  @Override
  public Stream open(int batch) {
    JaxRandom random = JaxRandom.of(layout);
    Stream[] images = new Stream[batch];
    for (int i = 0; i < batch; i++) {
      images[i] = new BatchNoise(layout, random.foldIn(key, firstImage + i)).open(1);
    }
    return size -> {
      Draw[] draws = new Draw[batch];
      for (int i = 0; i < batch; i++) {
        draws[i] = images[i].next(size);
      }
      return (image, from, out) -> draws[image].bits(0, from, out);
    };
  }
}
