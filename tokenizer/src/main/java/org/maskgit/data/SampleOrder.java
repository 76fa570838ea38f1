package org.maskgit.data;

import java.util.SplittableRandom;
import org.maskgit.training.RandomStreams;

/**
 * The endless order of a set: sample s is the image at s mod size of epoch s / size, and each epoch
 * has a permutation of its own, a function of seed and epoch. Not safe for use by several threads.
 */
final class SampleOrder {
  private final int size;
  private final boolean shuffle;
  private final long seed;
  private final int[] permutation;
  private long epoch = -1;

  SampleOrder(int size, boolean shuffle, long seed) {
    this.size = size;
    this.shuffle = shuffle;
    this.seed = seed;
    this.permutation = new int[size];
  }

  /** The index of a sample. */
  int index(long sample) {
    int place = (int) (sample % size);
    if (!shuffle) {
      return place;
    }
    if (sample / size != epoch) {
      permute(sample / size);
    }
    return permutation[place];
  }

  // Fisher and Yates, inside out.
  private void permute(long wanted) {
    SplittableRandom random = RandomStreams.of(seed, "data order", wanted);
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    epoch = wanted;
  }

  int size() {
    return size;
  }
}
