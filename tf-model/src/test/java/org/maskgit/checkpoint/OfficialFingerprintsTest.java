package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.maskgit.testing.Golden;
import org.maskgit.testing.ModelSizes.Tokenizer;
import org.maskgit.testing.ModelSizes.Transformer;

class OfficialFingerprintsTest {
  private static final String QUERY = "TransformerLayer_0/Attention_0/self_attention/query/kernel";
  private static final String KEY = "TransformerLayer_0/Attention_0/self_attention/key/kernel";

  /** The published ranges, as the reference lists them. */
  private static Map<String, float[]> published() {
    Map<String, float[]> ranges = new HashMap<>();
    ranges.put("Embed_0/word_embeddings/embedding", new float[] {-1.3872f, 0.9978f});
    ranges.put("Embed_0/position_embeddings/embedding", new float[] {-0.2600f, 0.4943f});
    ranges.put("Embed_0/embeddings_ln/scale", new float[] {0.4073f, 1.9009f});
    ranges.put("Embed_0/embeddings_ln/bias", new float[] {-0.7091f, 0.6671f});
    ranges.put("MlmLayer_0/mlm_bias/bias", new float[] {-0.7683f, 0.8542f});
    ranges.put("MlmLayer_0/mlm_dense/kernel", new float[] {-0.2173f, 0.2725f});
    ranges.put("MlmLayer_0/mlm_dense/bias", new float[] {-0.5584f, 1.2792f});
    ranges.put("MlmLayer_0/mlm_ln/scale", new float[] {0.0220f, 2.5473f});
    ranges.put("MlmLayer_0/mlm_ln/bias", new float[] {-1.0481f, 0.5893f});
    String layer = "TransformerLayer_0/";
    ranges.put(layer + "Attention_0/self_attention/out/kernel", new float[] {-0.4847f, 0.3539f});
    ranges.put(layer + "Mlp_0/intermediate_output/kernel", new float[] {-0.3889f, 0.3238f});
    ranges.put(layer + "Mlp_0/layer_output/kernel", new float[] {-1.1138f, 1.0315f});
    ranges.put(QUERY, new float[] {-0.6861f, 0.1f});
    ranges.put(KEY, new float[] {-0.1f, 0.6819f});
    return ranges;
  }

  /** Full-size tensors, made only when they are looked at. */
  private static Checkpoint checkpoint(List<TensorSpec> specs, Map<String, float[]> ranges) {
    return Checkpoint.of(
        "official",
        specs.stream()
            .map(s -> CheckpointTensor.of(s, () -> filled(s, ranges.get(s.name()))))
            .toList());
  }

  private static ByteBuffer filled(TensorSpec spec, float[] range) {
    ByteBuffer bytes = ByteBuffer.allocate((int) spec.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
    if (range != null) {
      while (bytes.hasRemaining()) {
        bytes.putFloat(range[0]);
      }
      bytes.putFloat(12, range[1]).rewind();
    }
    return bytes;
  }

  @Test
  void theOfficialRangesHold() {
    OfficialFingerprints found =
        OfficialFingerprints.of(checkpoint(Transformer.IMAGENET_256.tensors(), published()))
            .orElseThrow();
    assertThat(found.model()).isEqualTo("ImageNet 256² transformer");
    assertThat(found.findings()).hasSize(13).allMatch(OfficialFingerprints.Finding::holds);
    assertThat(found.hold()).isTrue();
  }

  @Test
  void aDeviationBeyondTheDecimalsIsNamed() {
    Map<String, float[]> ranges = published();
    ranges.put("MlmLayer_0/mlm_ln/bias", new float[] {-1.0481f, 0.58936f});
    ranges.put("Embed_0/embeddings_ln/bias", new float[] {-0.70914f, 0.6671f});
    ranges.put(KEY, new float[] {-0.1f, Float.NaN});
    OfficialFingerprints found =
        OfficialFingerprints.of(checkpoint(Transformer.IMAGENET_256.tensors(), ranges))
            .orElseThrow();
    assertThat(found.hold()).isFalse();
    assertThat(found.findings())
        .filteredOn(f -> !f.holds())
        .extracting(f -> f.tensors().get(0), OfficialFingerprints.Finding::found)
        .containsExactly(
            tuple("MlmLayer_0/mlm_ln/bias", "-1.0481..0.5894"), tuple(QUERY, "-0.6861..0.1000"));
  }

  @Test
  void theOtherOfficialFilesAreKnownByTheirCounts() {
    assertThat(
            OfficialFingerprints.of(checkpoint(Tokenizer.IMAGENET.tensors(), Map.of()))
                .map(OfficialFingerprints::model))
        .contains("ImageNet tokenizer");
    assertThat(
            OfficialFingerprints.of(checkpoint(Transformer.IMAGENET_512.tensors(), Map.of()))
                .map(OfficialFingerprints::model))
        .contains("ImageNet 512² transformer");
    assertThat(OfficialFingerprints.of(Checkpoint.open(Golden.TINY_TRANSFORMER))).isEmpty();
  }
}
