package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The transformer that is trained.
 *
 * @param codebookSize number of visual tokens
 * @param classes number of classes
 * @param tokens tokens of an image, a square, at least 4
 * @param hiddenSize features of a token
 * @param layers number of layers
 * @param heads attention heads; they divide the hidden size
 * @param mlpSize features inside the MLP
 * @param dropout chance of a feature, and of an attention weight, to be dropped, from 0 to less
 *     than 1
 */
public record ModelConfig(
    int codebookSize,
    int classes,
    int tokens,
    int hiddenSize,
    int layers,
    int heads,
    int mlpSize,
    double dropout) {

  /**
   * Checks what the network's own sizes do not.
   *
   * @param codebookSize at least 1
   * @param classes at least 1
   * @param tokens at least 4
   * @param hiddenSize of a token
   * @param layers of the network
   * @param heads of the attention
   * @param mlpSize of the MLP
   * @param dropout from 0 to less than 1
   * @throws IllegalArgumentException if a setting is something else
   */
  public ModelConfig {
    checkArgument(codebookSize >= 1, "expected a codebookSize above 0, found %s", codebookSize);
    checkArgument(classes >= 1, "expected at least 1 class, found %s", classes);
    checkArgument(tokens >= 4, "expected at least 4 tokens, found %s", tokens);
    checkArgument(
        dropout >= 0 && dropout < 1, "expected a dropout from 0 to less than 1, found %s", dropout);
  }
}
