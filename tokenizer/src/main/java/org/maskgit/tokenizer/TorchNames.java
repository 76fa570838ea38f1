package org.maskgit.tokenizer;

import com.google.common.collect.ImmutableBiMap;
import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.ndarray.Shape;

/**
 * The tokenizer under the names of its PyTorch ports (open-muse {@code modeling_maskgit_vqgan.py},
 * 1d-tokenizer {@code maskgit_vqgan.py}), and back. There a kernel is called {@code weight} and
 * laid out [out, in, height, width] in place of [height, width, in, out]; the scale of a norm is
 * called {@code weight} too. For 5 levels of 2 blocks:
 *
 * <table>
 *   <caption>Modules</caption>
 *   <tr><th>Flax</th><th>PyTorch</th></tr>
 *   <tr><td>encoder/Conv_0, Conv_1</td><td>encoder.conv_in, conv_out</td></tr>
 *   <tr><td>encoder/ResBlock_0 … 9</td><td>encoder.down.0.block.0 … encoder.down.4.block.1</td></tr>
 *   <tr><td>encoder/ResBlock_10, 11</td><td>encoder.mid.0, 1</td></tr>
 *   <tr><td>decoder/Conv_0, Conv_5</td><td>decoder.conv_in, conv_out</td></tr>
 *   <tr><td>decoder/ResBlock_0, 1</td><td>decoder.mid.0, 1</td></tr>
 *   <tr><td>decoder/ResBlock_2 … 11</td><td>decoder.up.4.block.0 … decoder.up.0.block.1</td></tr>
 *   <tr><td>decoder/Conv_1 … 4</td><td>decoder.up.4.upsample_conv … up.1.upsample_conv</td></tr>
 *   <tr><td>GroupNorm_0</td><td>norm_out</td></tr>
 *   <tr><td>ResBlock: Conv_0, 1, 2</td><td>conv1, conv2, nin_shortcut</td></tr>
 *   <tr><td>ResBlock: GroupNorm_0, 1</td><td>norm1, norm2</td></tr>
 *   <tr><td>quantizer/codebook</td><td>quantize.embedding.weight</td></tr>
 * </table>
 *
 * <p>Names that aren't in the table stay as they are, for the report of missing and extra keys to
 * name them. Tensors are transposed one at a time, when their bytes are asked for.
 */
public final class TorchNames {
  private static final String CODEBOOK = "quantizer/codebook";
  private static final String TORCH_CODEBOOK = "quantize.embedding.weight";
  private static final String KERNEL = "/kernel";

  private TorchNames() {}

  /**
   * Says whether a checkpoint is a tokenizer under PyTorch names.
   *
   * @param checkpoint the checkpoint
   * @return true if its codebook is called {@code quantize.embedding.weight}
   */
  public static boolean areIn(Checkpoint checkpoint) {
    return checkpoint.tensors().containsKey(TORCH_CODEBOOK);
  }

  /**
   * Gives a tokenizer its Flax names and layouts.
   *
   * @param checkpoint a checkpoint under PyTorch names; any other comes back as it is
   * @return the same numbers under Flax names
   */
  public static Checkpoint toFlax(Checkpoint checkpoint) {
    if (!areIn(checkpoint)) {
      return checkpoint;
    }
    ImmutableMap<String, CheckpointTensor> tensors = checkpoint.tensors();
    int levels = count(i -> "encoder.down." + i + ".block.0.conv1.weight", tensors);
    int blocks = count(i -> "encoder.mid." + i + ".conv1.weight", tensors);
    Map<String, String> names = names(levels, blocks).inverse();
    return renamed(
        checkpoint,
        tensor -> {
          String name = names.getOrDefault(tensor.name(), tensor.name());
          // [out, in, height, width] -> [height, width, in, out]
          return names.containsKey(tensor.name()) && name.endsWith(KERNEL)
              ? transposed(tensor, name, 2, 3, 1, 0)
              : tensor.named(name);
        });
  }

  /**
   * Gives a tokenizer the names and layouts of the PyTorch ports.
   *
   * @param checkpoint a tokenizer under Flax names
   * @return the same numbers under PyTorch names
   */
  public static Checkpoint toTorch(Checkpoint checkpoint) {
    ImmutableMap<String, CheckpointTensor> tensors = checkpoint.tensors();
    // One convolution leads into the decoder, one out of it, one stands between two levels.
    int levels = Math.max(0, count(i -> "decoder/Conv_" + i + KERNEL, tensors) - 1);
    int blocks = count(i -> "encoder/ResBlock_" + i + "/Conv_0/kernel", tensors) / (levels + 1);
    Map<String, String> names = names(levels, blocks);
    return renamed(
            checkpoint,
            tensor -> {
              String name = names.getOrDefault(tensor.name(), tensor.name());
              // [height, width, in, out] -> [out, in, height, width]
              return names.containsKey(tensor.name()) && tensor.name().endsWith(KERNEL)
                  ? transposed(tensor, name, 3, 2, 0, 1)
                  : tensor.named(name);
            })
        .withMetadata(ImmutableMap.of("format", "pt"));
  }

  private static Checkpoint renamed(
      Checkpoint checkpoint, UnaryOperator<CheckpointTensor> renamed) {
    return checkpoint.withTensors(checkpoint.tensors().values().stream().map(renamed).toList());
  }

  /** How many numbered names there are without a gap, from 0. */
  private static int count(IntFunction<String> name, ImmutableMap<String, ?> tensors) {
    int count = 0;
    while (tensors.containsKey(name.apply(count))) {
      count++;
    }
    return count;
  }

  /** Flax names to PyTorch names, of all tensors that a tokenizer of this size may have. */
  private static ImmutableBiMap<String, String> names(int levels, int blocks) {
    ImmutableBiMap.Builder<String, String> names = ImmutableBiMap.builder();
    names.put(CODEBOOK, TORCH_CODEBOOK);
    for (String part : List.of("encoder", "decoder")) {
      conv(names, part + "/Conv_0", part + ".conv_in");
      norm(names, part + "/GroupNorm_0", part + ".norm_out");
    }
    conv(names, "encoder/Conv_1", "encoder.conv_out");
    conv(names, "decoder/Conv_" + Math.max(1, levels), "decoder.conv_out");
    for (int i = 1; i < levels; i++) {
      conv(names, "decoder/Conv_" + i, "decoder.up." + (levels - i) + ".upsample_conv");
    }
    for (int i = 0; i < levels * blocks; i++) {
      String level = "." + i / blocks + ".block." + i % blocks;
      resBlock(names, "encoder/ResBlock_" + i, "encoder.down" + level);
      String up = "." + (levels - 1 - i / blocks) + ".block." + i % blocks;
      resBlock(names, "decoder/ResBlock_" + (blocks + i), "decoder.up" + up);
    }
    for (int i = 0; i < blocks; i++) {
      resBlock(names, "encoder/ResBlock_" + (levels * blocks + i), "encoder.mid." + i);
      resBlock(names, "decoder/ResBlock_" + i, "decoder.mid." + i);
    }
    return names.buildOrThrow();
  }

  private static void resBlock(
      ImmutableBiMap.Builder<String, String> names, String flax, String torch) {
    norm(names, flax + "/GroupNorm_0", torch + ".norm1");
    conv(names, flax + "/Conv_0", torch + ".conv1");
    norm(names, flax + "/GroupNorm_1", torch + ".norm2");
    conv(names, flax + "/Conv_1", torch + ".conv2");
    conv(names, flax + "/Conv_2", torch + ".nin_shortcut");
  }

  private static void conv(
      ImmutableBiMap.Builder<String, String> names, String flax, String torch) {
    names.put(flax + KERNEL, torch + ".weight").put(flax + "/bias", torch + ".bias");
  }

  private static void norm(
      ImmutableBiMap.Builder<String, String> names, String flax, String torch) {
    names.put(flax + "/scale", torch + ".weight").put(flax + "/bias", torch + ".bias");
  }

  /** A tensor of four dimensions whose dimension i is the given one's {@code axes[i]}. */
  private static CheckpointTensor transposed(CheckpointTensor tensor, String name, int... axes) {
    Shape from = tensor.shape();
    if (from.numDimensions() != axes.length) {
      return tensor.named(name);
    }
    long[] sizes = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      sizes[i] = from.get(axes[i]);
    }
    TensorSpec spec = new TensorSpec(name, tensor.dtype(), Shape.of(sizes));
    return CheckpointTensor.of(spec, () -> transpose(tensor, sizes, axes));
  }

  private static ByteBuffer transpose(CheckpointTensor tensor, long[] sizes, int[] axes) {
    ByteBuffer in = tensor.bytes();
    ByteBuffer out = ByteBuffer.allocate(in.limit()).order(ByteOrder.LITTLE_ENDIAN);
    int width = tensor.dtype().bytes();
    int[] steps = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      steps[i] = width;
      for (int axis = axes[i] + 1; axis < axes.length; axis++) {
        steps[i] *= (int) tensor.shape().get(axis);
      }
    }
    int to = 0;
    for (int a = 0; a < sizes[0]; a++) {
      for (int b = 0; b < sizes[1]; b++) {
        for (int c = 0; c < sizes[2]; c++) {
          int start = a * steps[0] + b * steps[1] + c * steps[2];
          for (int d = 0; d < sizes[3]; d++, to += width) {
            out.put(to, in, start + d * steps[3], width);
          }
        }
      }
    }
    return out;
  }
}
