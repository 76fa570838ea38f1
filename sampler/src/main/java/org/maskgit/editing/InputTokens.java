package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.maskgit.sampler.Sampler;

/**
 * Token sequences for the sampler: [batch, 1 + positions], the class token (codebook + label) at
 * position 0, {@link Sampler#MASKED} at every position the sampler has to fill.
 */
public final class InputTokens {
  private InputTokens() {}

  /**
   * Leaves everything but the class to the sampler ({@code create_input_tokens_normal}).
   *
   * @param labels a class a sample
   * @param codebook how many codes there are
   * @param positions tokens of a picture, without the class position
   * @return the tokens, [labels, 1 + positions]
   * @throws IllegalArgumentException if a label is negative
   */
  public static int[][] masked(int[] labels, int codebook, int positions) {
    int[] unknown = new int[positions];
    Arrays.fill(unknown, Sampler.MASKED);
    return forEach(labels, codebook, unknown);
  }

  /**
   * Keeps a picture's tokens outside the mask and leaves those inside to the sampler.
   *
   * @param labels a class a sample; every sample edits the same picture
   * @param codebook how many codes there are
   * @param imageTokens the picture's tokens, grid × grid of them, each in 0 .. codebook - 1
   * @param mask the tokens to generate anew
   * @return the tokens, [labels, 1 + grid × grid]
   * @throws IllegalArgumentException if a label is negative, a token is no code, or the tokens do
   *     not fill the mask's grid
   */
  public static int[][] edited(int[] labels, int codebook, int[] imageTokens, LatentMask mask) {
    return forEach(labels, codebook, kept(codebook, imageTokens, mask));
  }

  /**
   * Keeps a picture's tokens outside the mask.
   *
   * @param codebook how many codes there are
   * @param imageTokens the picture's tokens, grid × grid of them, each in 0 .. codebook - 1
   * @param mask the tokens to generate anew
   * @return the tokens, {@link Sampler#MASKED} inside the mask
   * @throws IllegalArgumentException if a token is no code, or the tokens do not fill the mask's
   *     grid
   */
  public static int[] kept(int codebook, int[] imageTokens, LatentMask mask) {
    checkArgument(
        imageTokens.length == mask.grid() * mask.grid(),
        "expected %s × %s image tokens, found %s",
        mask.grid(),
        mask.grid(),
        imageTokens.length);
    int[] tokens = new int[imageTokens.length];
    for (int i = 0; i < tokens.length; i++) {
      checkArgument(
          imageTokens[i] >= 0 && imageTokens[i] < codebook,
          "expected image tokens of 0 to %s, found %s",
          codebook - 1,
          imageTokens[i]);
      tokens[i] = mask.isMasked(i) ? Sampler.MASKED : imageTokens[i];
    }
    return tokens;
  }

  private static int[][] forEach(int[] labels, int codebook, int[] tokens) {
    int[][] batch = new int[labels.length][];
    Arrays.fill(batch, tokens);
    return withClass(labels, codebook, batch);
  }

  /**
   * Puts the class token in front of every sample's tokens.
   *
   * @param labels a class a sample
   * @param codebook how many codes there are
   * @param tokens codes or {@link Sampler#MASKED}, [labels, positions]
   * @return new arrays, [labels, 1 + positions]
   * @throws IllegalArgumentException if there are not as many labels as samples, or a label is
   *     negative
   */
  public static int[][] withClass(int[] labels, int codebook, int[][] tokens) {
    checkArgument(
        labels.length == tokens.length,
        "expected a label a sample (%s), found %s",
        tokens.length,
        labels.length);
    int[][] sequences = new int[labels.length][];
    for (int b = 0; b < labels.length; b++) {
      checkArgument(labels[b] >= 0, "expected labels of 0 or more, found %s", labels[b]);
      sequences[b] = new int[1 + tokens[b].length];
      sequences[b][0] = codebook + labels[b];
      System.arraycopy(tokens[b], 0, sequences[b], 1, tokens[b].length);
    }
    return sequences;
  }

  /**
   * Drops the class position.
   *
   * @param sequences [batch, 1 + positions]
   * @return new arrays, [batch, positions]
   */
  public static int[][] withoutClass(int[][] sequences) {
    int[][] tokens = new int[sequences.length][];
    for (int b = 0; b < tokens.length; b++) {
      tokens[b] = Arrays.copyOfRange(sequences[b], 1, sequences[b].length);
    }
    return tokens;
  }
}
