package org.maskgit.tokenizer.training;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * New places for codes that nobody uses: features that the encoder really gives out.
 *
 * @param dead which codes get one
 * @param replacements their new vectors, [codes · embedding]; those of other codes are of no use
 * @param count how many
 */
record Revival(boolean[] dead, float[] replacements, int count) {

  /**
   * Draws a place for each unused code, no place twice; where there are more unused codes than
   * places, the last codes stay as they are.
   *
   * @param uses of each code
   * @param features [places · embedding]
   * @param random what draws
   */
  static Revival draw(float[] uses, float[] features, int embedding, SplittableRandom random) {
    boolean[] dead = new boolean[uses.length];
    float[] replacements = new float[uses.length * embedding];
    int[] places = IntStream.range(0, features.length / embedding).toArray();
    int count = 0;
    for (int code = 0; code < uses.length && count < places.length; code++) {
      if (uses[code] == 0) {
        int drawn = count + random.nextInt(places.length - count);
        int place = places[drawn];
        places[drawn] = places[count++];
        dead[code] = true;
        System.arraycopy(features, place * embedding, replacements, code * embedding, embedding);
      }
    }
    return new Revival(dead, replacements, count);
  }
}
