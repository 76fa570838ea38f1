package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds a file that looks like an official one against what was published about it: the smallest
 * and largest number of some tensors of the 256² transformer, to four decimals (executed notebooks
 * of hmorimitsu/maskgit-torch, which loaded the official files). For the other official files only
 * the numbers of tensors and parameters are known.
 *
 * @param model which official file has these many tensors and parameters, in words
 * @param findings one finding a published range; empty where none was published
 */
public record OfficialFingerprints(String model, ImmutableList<Finding> findings) {
  /** Half a unit of the fourth decimal, and room for the rounding of a float32. */
  private static final double TOLERANCE = 0.5e-4 + 1e-6;

  private static final String LAYER_0 = "TransformerLayer_0/";
  private static final String ATTENTION_0 = LAYER_0 + "Attention_0/self_attention/";

  private static final ImmutableList<Range> TRANSFORMER_256 =
      ImmutableList.of(
          range("Embed_0/word_embeddings/embedding", -1.3872, 0.9978),
          range("Embed_0/position_embeddings/embedding", -0.2600, 0.4943),
          range("Embed_0/embeddings_ln/scale", 0.4073, 1.9009),
          range("Embed_0/embeddings_ln/bias", -0.7091, 0.6671),
          range("MlmLayer_0/mlm_bias/bias", -0.7683, 0.8542),
          range("MlmLayer_0/mlm_dense/kernel", -0.2173, 0.2725),
          range("MlmLayer_0/mlm_dense/bias", -0.5584, 1.2792),
          range("MlmLayer_0/mlm_ln/scale", 0.0220, 2.5473),
          range("MlmLayer_0/mlm_ln/bias", -1.0481, 0.5893),
          range(ATTENTION_0 + "out/kernel", -0.4847, 0.3539),
          range(LAYER_0 + "Mlp_0/intermediate_output/kernel", -0.3889, 0.3238),
          range(LAYER_0 + "Mlp_0/layer_output/kernel", -1.1138, 1.0315),
          new Range(
              ImmutableList.of(
                  ATTENTION_0 + "query/kernel",
                  ATTENTION_0 + "key/kernel",
                  ATTENTION_0 + "value/kernel"),
              -0.6861,
              0.6819));

  private static final ImmutableList<Official> OFFICIAL =
      ImmutableList.of(
          new Official("ImageNet 256² transformer", 393, 172_457_193, TRANSFORMER_256),
          // The same tree with 1025 positions in place of 257.
          new Official("ImageNet 512² transformer", 393, 173_047_017, ImmutableList.of()),
          new Official("ImageNet tokenizer", 168, 54_515_587, ImmutableList.of()));

  /**
   * One published range against the file.
   *
   * @param tensors the tensor, or the tensors that the range is over
   * @param expected the published range
   * @param found the file's range
   * @param holds whether both agree to the published decimals
   */
  public record Finding(
      ImmutableList<String> tensors, String expected, String found, boolean holds) {}

  private record Range(ImmutableList<String> tensors, double min, double max) {}

  private record Official(
      String model, int tensors, long parameters, ImmutableList<Range> ranges) {}

  /**
   * Compares a checkpoint with the official file that has as many tensors and parameters.
   *
   * @param checkpoint a checkpoint under Flax names
   * @return the findings, or nothing if the checkpoint has the size of no official file
   */
  public static Optional<OfficialFingerprints> of(Checkpoint checkpoint) {
    int tensors = checkpoint.tensors().size();
    long parameters = checkpoint.parameterCount();
    return OFFICIAL.stream()
        .filter(o -> o.tensors() == tensors && o.parameters() == parameters)
        .findFirst()
        .map(
            o ->
                new OfficialFingerprints(
                    o.model(),
                    o.ranges().stream()
                        .map(r -> compare(r, checkpoint.tensors()))
                        .collect(ImmutableList.toImmutableList())));
  }

  /**
   * Says whether every published range holds.
   *
   * @return true if no finding deviates; also true where nothing was published
   */
  public boolean hold() {
    return findings.stream().allMatch(Finding::holds);
  }

  private static Range range(String tensor, double min, double max) {
    return new Range(ImmutableList.of(tensor), min, max);
  }

  private static Finding compare(Range range, ImmutableMap<String, CheckpointTensor> tensors) {
    if (!tensors.keySet().containsAll(range.tensors())) {
      return new Finding(range.tensors(), words(range.min(), range.max()), "no tensor", false);
    }
    List<TensorStatistics> found =
        range.tensors().stream().map(t -> TensorStatistics.of(tensors.get(t))).toList();
    double min = found.stream().mapToDouble(TensorStatistics::min).min().orElseThrow();
    double max = found.stream().mapToDouble(TensorStatistics::max).max().orElseThrow();
    boolean holds =
        found.stream().allMatch(TensorStatistics::isFinite)
            && Math.abs(min - range.min()) <= TOLERANCE
            && Math.abs(max - range.max()) <= TOLERANCE;
    return new Finding(range.tensors(), words(range.min(), range.max()), words(min, max), holds);
  }

  private static String words(double min, double max) {
    return String.format(Locale.ROOT, "%.4f..%.4f", min, max);
  }
}
