package org.maskgit.sampler;

import com.google.common.collect.ImmutableList;
import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.random.RandomBits;

/**
 * The noise of the official code: one key for the whole batch. Each draw splits the key in two,
 * goes on with child 0 and draws an array {@code [batch, size]} with child 1. An image's tokens
 * therefore depend on its batch: on its size, and on the place in it.
 *
 * @param layout how words are numbered
 * @param key the key that {@code decode} was given
 */
public record BatchNoise(PrngLayout layout, PrngKey key) implements Noise {

  @Override
  public Stream open(int batch) {
    return new KeyStream(batch);
  }

  private final class KeyStream implements Stream {
    private final int batch;
    private PrngKey carry = key;

    KeyStream(int batch) {
      this.batch = batch;
    }

    @Override
    public Draw next(int size) {
      ImmutableList<PrngKey> keys = JaxRandom.of(layout).split(carry);
      carry = keys.get(0);
      RandomBits draw = new RandomBits(layout, keys.get(1), Math.multiplyExact(batch, size));
      return (image, from, out) -> draw.fill(image * size + from, out, 0, out.length);
    }
  }
}
