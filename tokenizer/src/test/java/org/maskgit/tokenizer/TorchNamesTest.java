package org.maskgit.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.testing.Golden;
import org.maskgit.testing.ModelSizes;
import org.tensorflow.ndarray.Shape;

class TorchNamesTest {
  private static final ModelSizes.Tokenizer TINY =
      new ModelSizes.Tokenizer(32, ImmutableList.of(1, 1, 2, 2, 4), 2, 64, 32);

  private static Checkpoint zeros(List<TensorSpec> specs) {
    return Checkpoint.of(
        "zeros",
        specs.stream()
            .map(s -> CheckpointTensor.of(s, () -> ByteBuffer.allocate((int) s.byteSize())))
            .toList());
  }

  /** The order of the tensors is kept, so the names can be held against each other. */
  private static String torchName(ModelSizes.Tokenizer sizes, String flaxName) {
    Checkpoint flax = zeros(sizes.tensors());
    int index = new ArrayList<>(flax.tensors().keySet()).indexOf(flaxName);
    return new ArrayList<>(TorchNames.toTorch(flax).tensors().keySet()).get(index);
  }

  @Test
  void namesAreThoseOfThePorts() {
    String[][] table = {
      {"encoder/Conv_0/kernel", "encoder.conv_in.weight"},
      {"encoder/Conv_1/kernel", "encoder.conv_out.weight"},
      {"encoder/Conv_1/bias", "encoder.conv_out.bias"},
      {"encoder/GroupNorm_0/scale", "encoder.norm_out.weight"},
      {"encoder/ResBlock_0/Conv_0/kernel", "encoder.down.0.block.0.conv1.weight"},
      {"encoder/ResBlock_7/GroupNorm_1/bias", "encoder.down.3.block.1.norm2.bias"},
      {"encoder/ResBlock_8/Conv_2/kernel", "encoder.down.4.block.0.nin_shortcut.weight"},
      {"encoder/ResBlock_10/Conv_1/kernel", "encoder.mid.0.conv2.weight"},
      {"encoder/ResBlock_11/GroupNorm_0/scale", "encoder.mid.1.norm1.weight"},
      {"decoder/Conv_0/kernel", "decoder.conv_in.weight"},
      {"decoder/Conv_5/bias", "decoder.conv_out.bias"},
      {"decoder/ResBlock_1/Conv_0/kernel", "decoder.mid.1.conv1.weight"},
      {"decoder/ResBlock_2/Conv_0/kernel", "decoder.up.4.block.0.conv1.weight"},
      {"decoder/ResBlock_11/Conv_1/kernel", "decoder.up.0.block.1.conv2.weight"},
      {"decoder/Conv_1/kernel", "decoder.up.4.upsample_conv.weight"},
      {"decoder/Conv_4/bias", "decoder.up.1.upsample_conv.bias"},
      {"decoder/GroupNorm_0/bias", "decoder.norm_out.bias"},
      {"quantizer/codebook", "quantize.embedding.weight"},
    };
    for (String[] row : table) {
      assertThat(torchName(TINY, row[0])).isEqualTo(row[1]);
    }
  }

  @Test
  void otherNumbersOfLevelsAndBlocksAreMappedBothWays() {
    for (ModelSizes.Tokenizer sizes :
        List.of(
            new ModelSizes.Tokenizer(2, ImmutableList.of(1), 1, 3, 4),
            new ModelSizes.Tokenizer(2, ImmutableList.of(1, 2, 2), 1, 3, 4),
            new ModelSizes.Tokenizer(2, ImmutableList.of(1, 2, 3, 1), 3, 3, 4))) {
      Checkpoint torch = TorchNames.toTorch(zeros(sizes.tensors()));
      assertThat(torch.tensors().keySet()).noneMatch(n -> n.contains("/"));
      assertThat(KeyReport.of(TorchNames.toFlax(torch), sizes.tensors()).lines()).isEmpty();
    }
    assertThat(
            torchName(
                new ModelSizes.Tokenizer(2, ImmutableList.of(1, 2, 2), 1, 3, 4),
                "decoder/ResBlock_1/Conv_0/kernel"))
        .isEqualTo("decoder.up.2.block.0.conv1.weight");
  }

  @Test
  void kernelsAreTransposedWhateverTheirType() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT16, DType.FLOAT64)) {
      // The element at [h, w, i, o] of a [2, 3, 4, 5] kernel is told by its place.
      TensorSpec spec = new TensorSpec("encoder/Conv_0/kernel", dtype, Shape.of(2, 3, 4, 5));
      byte[] data = new byte[(int) spec.byteSize()];
      for (int i = 0; i < 120; i++) {
        data[i * dtype.bytes()] = (byte) i;
      }
      Checkpoint flax =
          Checkpoint.of(
              "one",
              List.of(
                  CheckpointTensor.of(spec, () -> ByteBuffer.wrap(data)),
                  CheckpointTensor.of("quantizer/codebook", Shape.of(2, 3), new float[6])));
      Checkpoint torch = TorchNames.toTorch(flax);
      CheckpointTensor weight = torch.tensor("encoder.conv_in.weight");
      assertThat(weight.shape()).isEqualTo(Shape.of(5, 4, 2, 3));
      for (int o = 0, at = 0; o < 5; o++) {
        for (int i = 0; i < 4; i++) {
          for (int h = 0; h < 2; h++) {
            for (int w = 0; w < 3; w++, at += dtype.bytes()) {
              assertThat(weight.bytes().get(at)).isEqualTo((byte) (((h * 3 + w) * 4 + i) * 5 + o));
            }
          }
        }
      }
      assertThat(TorchNames.toFlax(torch).tensor(spec.name()).bytes())
          .isEqualTo(ByteBuffer.wrap(data));
      assertThat(torch.tensor("quantize.embedding.weight").shape()).isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  void theTinyTokenizerComesBackFromASafetensorsFile(@TempDir Path folder) {
    Path file = folder.resolve("tiny.safetensors");
    Checkpoint flax = Checkpoint.open(Golden.TINY_TOKENIZER);
    TorchNames.toTorch(flax).write(file, CheckpointFormat.SAFETENSORS);
    Checkpoint torch = Checkpoint.open(file);
    assertThat(TorchNames.areIn(torch)).isTrue();
    assertThat(torch.metadata()).containsEntry("format", "pt");
    Checkpoint back = TorchNames.toFlax(torch);
    assertThat(back.tensors().keySet()).isEqualTo(flax.tensors().keySet());
    flax.tensors().forEach((n, t) -> assertThat(back.tensor(n).bytes()).isEqualTo(t.bytes()));
  }

  @Test
  void otherCheckpointsAndNamesStayAsTheyAre() {
    Checkpoint flax = Checkpoint.open(Golden.TINY_TOKENIZER);
    assertThat(TorchNames.toFlax(flax)).isSameAs(flax);
    Checkpoint torch =
        Checkpoint.of(
            "odd",
            List.of(
                CheckpointTensor.of("quantize.embedding.weight", Shape.of(1, 1), new float[1]),
                CheckpointTensor.of("discriminator.kernel", Shape.of(1), new float[1])));
    assertThat(TorchNames.toFlax(torch).tensors().keySet())
        .containsExactly("quantizer/codebook", "discriminator.kernel");
  }
}
