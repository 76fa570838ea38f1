package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

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
        .startsWith(-0.10864463f, -0.089606516f, -0.030629937f, -0.13399337f);
  }

  @Test
  void readsEveryLeafOfTheTinyTokenizer() {
    Checkpoint checkpoint = Checkpoint.open(Golden.TINY_TOKENIZER);
    assertThat(checkpoint.tensors()).hasSize(168);
    assertThat(checkpoint.parameterCount()).isEqualTo(3_359_171);
    assertThat(checkpoint.tensor("quantizer/codebook").shape()).isEqualTo(Shape.of(64, 32));
  }
}
