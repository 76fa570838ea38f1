package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.maskgit.testing.Golden;
import org.msgpack.core.MessageBufferPacker;
import org.tensorflow.ndarray.Shape;

/** What a whole Flax file gives. */
class FlaxReaderTest {
  @Test
  void readsEveryLeafOfTheTinyTransformer() {
    Checkpoint checkpoint = Checkpoint.open(Golden.TINY_TRANSFORMER);
    assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.FLAX_MSGPACK);
    assertThat(checkpoint.tensors()).hasSize(57);
    assertThat(checkpoint.parameterCount()).isEqualTo(110_795);
    CheckpointTensor query =
        checkpoint.tensor("TransformerLayer_2/Attention_0/self_attention/query/kernel");
    assertThat(query.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(query.shape()).isEqualTo(Shape.of(64, 4, 16));
    assertThat(query.floats()).hasSize(4096).doesNotContain(Float.NaN);
    assertThat(checkpoint.tensor("Embed_0/embeddings_ln/bias").floats())
        .startsWith(-0.108644634f, -0.089606516f, -0.030629937f, -0.13399337f);
  }

  @Test
  void readsEveryLeafOfTheTinyTokenizer() {
    Checkpoint checkpoint = Checkpoint.open(Golden.TINY_TOKENIZER);
    assertThat(checkpoint.tensors()).hasSize(168);
    assertThat(checkpoint.parameterCount()).isEqualTo(3_359_171);
    assertThat(checkpoint.tensor("quantizer/codebook").shape()).isEqualTo(Shape.of(64, 32));
  }

  @Test
  void theTreeItselfIsTheParametersWhereNoneAreNamed() {
    Checkpoint checkpoint =
        FlaxBytes.open(
            FlaxBytes.of(
                p -> {
                  p.packMapHeader(1).packString("Dense_0").packMapHeader(1).packString("kernel");
                  FlaxBytes.pack(p, 1, "float32", 24, 2, 3);
                }));
    assertThat(checkpoint.tensors().keySet()).containsExactly("Dense_0/kernel");
    assertThat(checkpoint.tensor("Dense_0/kernel").shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void whatStandsBesideTheParametersIsIgnoredWhateverItHolds() {
    Checkpoint checkpoint =
        FlaxBytes.open(
            FlaxBytes.of(
                p -> {
                  p.packMapHeader(6).packString("batch_stats").packMapHeader(1).packString("mean");
                  FlaxBytes.pack(p, 1, "float32", 4, 1);
                  p.packString("fft").packExtensionTypeHeader((byte) 2, 2);
                  p.writePayload(new byte[] {1, 2});
                  p.packString("rng");
                  FlaxBytes.pack(p, 1, "uint64", 16, 2);
                  p.packString("step")
                      .packInt(70_000)
                      .packString("time")
                      .packExtensionTypeHeader((byte) -1, 4);
                  p.writePayload(new byte[4]);
                  params(p);
                }));
    assertThat(checkpoint.tensors().keySet()).containsExactly("kernel");
  }

  private static void params(MessageBufferPacker p) throws java.io.IOException {
    p.packString("params").packMapHeader(1).packString("kernel");
    FlaxBytes.pack(p, 1, "float32", 4, 1);
  }

  @Test
  void findsTheParametersOfATrainingState() {
    byte[] target =
        FlaxBytes.of(
            p -> {
              p.packMapHeader(2).packString("step").packInt(3);
              p.packString("target").packMapHeader(1);
              params(p);
            });
    byte[] optimizer =
        FlaxBytes.of(
            p -> {
              p.packMapHeader(1).packString("optimizer").packMapHeader(2);
              p.packString("state").packNil().packString("target").packMapHeader(1);
              params(p);
            });
    byte[] variables =
        FlaxBytes.of(
            p -> {
              p.packMapHeader(1).packString("params").packMapHeader(1);
              params(p);
            });
    for (byte[] file : new byte[][] {target, optimizer, variables}) {
      assertThat(FlaxBytes.open(file).tensors().keySet()).containsExactly("kernel");
    }
  }

  @Test
  void readsNamesAndTypesThatAreStoredAsBytes() {
    byte[] payload =
        FlaxBytes.of(
            p -> {
              p.packArrayHeader(3).packArrayHeader(1).packInt(1);
              p.packBinaryHeader(5).writePayload(new byte[] {'i', 'n', 't', '3', '2'});
              // Without bin types old writers gave bytes as text.
              p.packRawStringHeader(4).writePayload(new byte[] {7, 0, 0, 0});
            });
    Checkpoint checkpoint =
        FlaxBytes.open(
            FlaxBytes.of(
                p -> {
                  p.packMapHeader(1).packBinaryHeader(1).writePayload(new byte[] {'n'});
                  p.packExtensionTypeHeader((byte) 1, payload.length).writePayload(payload);
                }));
    assertThat(checkpoint.tensor("n").floats()).containsExactly(7);
  }

  @Test
  void numpyScalarsAndPlainNumbersAreTensorsWithoutDimensions() {
    Checkpoint checkpoint =
        FlaxBytes.open(
            FlaxBytes.of(
                p -> {
                  p.packMapHeader(5).packString("npscalar");
                  FlaxBytes.pack(p, 3, "float32", 4);
                  p.packString("integer").packInt(-3).packString("float").packDouble(0.25);
                  p.packString("flag").packBoolean(true).packString("text").packString("gone");
                }));
    assertThat(checkpoint.tensors().values()).allMatch(t -> t.shape().isScalar());
    assertThat(checkpoint.tensors().keySet())
        .containsExactly("npscalar", "integer", "float", "flag");
    assertThat(checkpoint.tensor("npscalar").floats()).containsExactly(0);
    assertThat(checkpoint.tensor("integer").floats()).containsExactly(-3);
    assertThat(checkpoint.tensor("float").floats()).containsExactly(0.25f);
    assertThat(checkpoint.tensor("flag").dtype()).isEqualTo(DType.BOOL);
    assertThat(checkpoint.tensor("flag").floats()).containsExactly(1);
  }

  @Test
  void emptyArraysAreArrays() {
    Checkpoint checkpoint =
        FlaxBytes.open(FlaxBytes.mapOf(p -> FlaxBytes.pack(p, 1, "float32", 0, 3, 0)));
    assertThat(checkpoint.tensor("w").shape()).isEqualTo(Shape.of(3, 0));
    assertThat(checkpoint.tensor("w").floats()).isEmpty();
  }
}
