package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import org.maskgit.editing.InputTokens;
import org.maskgit.sampler.Sampler;

/** What a request means to a model: labels and tokens, held against its sizes. */
final class RequestTokens {
  private RequestTokens() {}

  /** The sequences to begin with, [batch][positions], the class token first. */
  static int[][] of(GenerateRequest request, Networks networks) {
    int[] labels = labels(request, networks);
    int positions = networks.grid() * networks.grid();
    int codebook = networks.codebookSize();
    if (request.inputTokens().isEmpty()) {
      return InputTokens.masked(labels, codebook, positions);
    }
    int[][] rows =
        request.inputTokens().stream()
            .map(row -> checked(row, positions, codebook))
            .toArray(int[][]::new);
    return InputTokens.withClass(labels, codebook, rows);
  }

  private static int[] checked(ImmutableIntArray row, int positions, int codebook) {
    checkArgument(
        row.length() == positions,
        "expected %s input tokens an image, found %s",
        positions,
        row.length());
    row.forEach(
        token ->
            checkArgument(
                token >= Sampler.MASKED && token < codebook,
                "expected input tokens from -1 to %s, found %s",
                codebook - 1,
                token));
    return row.toArray();
  }

  /** The labels, which the model knows; behind the last one its unconditional class, if any. */
  private static int[] labels(GenerateRequest request, Networks networks) {
    int classes = networks.classes() + (networks.unconditionalToken().isPresent() ? 1 : 0);
    request
        .labels()
        .forEach(
            label ->
                checkArgument(
                    label >= 0 && label < classes,
                    "expected labels from 0 to %s, found %s",
                    networks.classes() - 1,
                    label));
    return request.labels().toArray();
  }
}
