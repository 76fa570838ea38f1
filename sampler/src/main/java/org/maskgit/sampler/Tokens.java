package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/** Rows of tokens, [batch][positions]. */
final class Tokens {
  private Tokens() {}

  /** The number of positions, the same in every row: the class and at least one token. */
  static int positions(int[][] tokens) {
    Preconditions.checkArgument(tokens.length > 0, "expected at least 1 row of tokens, found 0");
    int positions = tokens[0].length;
    Preconditions.checkArgument(
        positions >= 2, "expected a class and at least 1 token in a row, found %s", positions);
    for (int[] row : tokens) {
      Preconditions.checkArgument(
          row.length == positions,
          "expected %s tokens in every row as in the first, found %s",
          positions,
          row.length);
      for (int id : row) {
        Preconditions.checkArgument(
            id >= Sampler.MASKED, "expected token ids of %s or more, found %s", Sampler.MASKED, id);
      }
    }
    return positions;
  }

  /** The number of codes that a model's logits are for. */
  static int codebook(int logits, int batch, int positions) {
    Preconditions.checkArgument(
        logits > 0 && logits % (batch * positions) == 0,
        "expected logits for %s rows of %s tokens, found %s numbers",
        batch,
        positions,
        logits);
    return logits / (batch * positions);
  }

  static int unknown(int[] row) {
    return (int) Arrays.stream(row).filter(id -> id == Sampler.MASKED).count();
  }

  /** The number of unknown tokens in the row that has most of them. */
  static int mostUnknown(int[][] tokens) {
    return Arrays.stream(tokens).mapToInt(Tokens::unknown).max().orElse(0);
  }

  /** The first unknown position, or −1. */
  static int firstUnknown(int[] row) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] == Sampler.MASKED) {
        return i;
      }
    }
    return -1;
  }

  static int[] mask(int[] row, boolean[] masked) {
    int[] out = row.clone();
    for (int i = 0; i < out.length; i++) {
      if (masked[i]) {
        out[i] = Sampler.MASKED;
      }
    }
    return out;
  }

  static int[][] copy(int[][] tokens) {
    return Arrays.stream(tokens).map(int[]::clone).toArray(int[][]::new);
  }

  /** [batch][steps][positions], the same tokens in every step. */
  static int[][][] repeat(int[][] tokens, int steps) {
    int[][][] trace = new int[tokens.length][steps][];
    for (int image = 0; image < tokens.length; image++) {
      for (int step = 0; step < steps; step++) {
        trace[image][step] = tokens[image].clone();
      }
    }
    return trace;
  }
}
