package org.maskgit.sampler;

/** Six codes and a formula instead of a network; what is known makes the logits sharper. */
final class ToyModel implements TokensToLogits {
  static final int CODES = 6;

  @Override
  public float[] logits(int[][] tokens) {
    int positions = tokens[0].length;
    float[] logits = new float[tokens.length * positions * CODES];
    for (int b = 0; b < tokens.length; b++) {
      float known = positions - Tokens.unknown(tokens[b]);
      for (int i = 0; i < positions; i++) {
        for (int v = 0; v < CODES; v++) {
          float wave = (float) (2 * Math.sin(0.7 * (i + 1) * (v + 1) + 0.3 * b));
          logits[(b * positions + i) * CODES + v] = wave * (1 + 0.05f * known);
        }
      }
    }
    return logits;
  }
}
