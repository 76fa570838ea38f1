package org.maskgit.sampler;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that remembers what it predicts for images of which nothing is known. There the logits
 * hang on the class token alone, so that in a run from nothing the first of its steps is computed
 * once a class, for all images, runs and threads, and so is that of the unconditional class.
 *
 * <p>Whether a row is such a one is seen in its tokens. It is always predicted alone, in a batch of
 * one: a class's logits are the same numbers whatever it was asked with, and whether they were
 * remembered or not. All other rows go to the model in one batch, in their order.
 *
 * <p>The model must be a function of the tokens. Safe for use by several threads if the model is;
 * two that ask for a new class at once may both compute it.
 */
public final class FirstStepCache implements TokensToLogits {
  /** A bound that holds 63 classes of the released models, whose logits are 1 MiB each. */
  public static final long DEFAULT_BYTES = 64L << 20;

  private final TokensToLogits model;

  /** [positions, codebook] of each class token. */
  private final Cache<Integer, float[]> logits;

  private FirstStepCache(TokensToLogits model, long maxBytes) {
    this.model = model;
    this.logits =
        CacheBuilder.newBuilder()
            .concurrencyLevel(1) // the bound is one for all, not one for each segment
            .maximumWeight(maxBytes)
            .weigher((Integer token, float[] row) -> Math.multiplyExact(row.length, Float.BYTES))
            .build();
  }

  /**
   * Makes a cache; what was asked for longest ago goes first.
   *
   * @param model a function of the tokens
   * @param maxBytes how much it may remember, 0 or more; logits that are larger alone are not kept
   * @return the same model, faster
   * @throws IllegalArgumentException if the bound is negative
   */
  public static FirstStepCache of(TokensToLogits model, long maxBytes) {
    checkArgument(maxBytes >= 0, "expected a bound of 0 bytes or more, found %s", maxBytes);
    return new FirstStepCache(model, maxBytes);
  }

  @Override
  public float[] logits(int[][] tokens) {
    Map<Integer, float[]> first = new LinkedHashMap<>();
    List<int[]> others = new ArrayList<>();
    for (int[] row : tokens) {
      if (isAllMasked(row)) {
        first.computeIfAbsent(row[0], token -> predict(row));
      } else {
        others.add(row);
      }
    }
    if (first.isEmpty()) {
      return model.logits(tokens);
    }
    float[] rest = others.isEmpty() ? new float[0] : model.logits(others.toArray(int[][]::new));
    return merge(tokens, first, rest);
  }

  private static boolean isAllMasked(int[] row) {
    return row.length > 1
        && row[0] != Sampler.MASKED
        && Arrays.stream(row).skip(1).allMatch(token -> token == Sampler.MASKED);
  }

  private float[] predict(int[] row) {
    float[] known = logits.getIfPresent(row[0]);
    if (known == null) {
      known = model.logits(new int[][] {row});
      logits.put(row[0], known);
    }
    return known;
  }

  /** Puts the rows together in the order in which they were asked for. */
  private static float[] merge(int[][] tokens, Map<Integer, float[]> first, float[] rest) {
    int size = first.values().iterator().next().length;
    float[] merged = new float[Math.multiplyExact(tokens.length, size)];
    int taken = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (isAllMasked(tokens[i])) {
        System.arraycopy(first.get(tokens[i][0]), 0, merged, i * size, size);
      } else {
        System.arraycopy(rest, taken++ * size, merged, i * size, size);
      }
    }
    return merged;
  }

  /** The classes that are remembered now. */
  long size() {
    logits.cleanUp();
    return logits.size();
  }
}
