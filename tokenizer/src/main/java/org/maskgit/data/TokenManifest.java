package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;

/**
 * What tokens mean: which tokenizer made them, and of what. It is stored with them; a writer goes
 * on only with a folder of the same.
 *
 * @param tokenizerSha256 SHA-256 of the tokenizer's file, 64 lower-case hex digits
 * @param grid tokens a side
 * @param codebookSize number of codes
 * @param source what was tokenised, and with which settings, in words
 * @param classNames names of the classes in the order of their labels
 */
public record TokenManifest(
    String tokenizerSha256,
    int grid,
    int codebookSize,
    String source,
    ImmutableList<String> classNames) {

  /**
   * Checks the sizes.
   *
   * @param tokenizerSha256 64 lower-case hex digits
   * @param grid at least 1
   * @param codebookSize at least 1
   * @param source any words
   * @param classNames at least one
   * @throws IllegalArgumentException if one is something else
   */
  public TokenManifest {
    checkArgument(
        tokenizerSha256.matches("[0-9a-f]{64}"),
        "expected a SHA-256 of 64 lower-case hex digits, found %s",
        tokenizerSha256);
    checkArgument(grid >= 1, "expected a grid of at least 1, found %s", grid);
    checkArgument(codebookSize >= 1, "expected a codebook of at least 1, found %s", codebookSize);
    checkArgument(!classNames.isEmpty(), "expected at least one class, found none");
  }

  /**
   * Returns the number of tokens of an image.
   *
   * @return grid²
   */
  public int tokens() {
    return grid * grid;
  }
}
