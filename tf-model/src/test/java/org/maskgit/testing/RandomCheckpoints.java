package org.maskgit.testing;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.testing.ModelSizes.Tokenizer;
import org.maskgit.testing.ModelSizes.Transformer;

/**
 * Checkpoints of any size with seeded random weights, drawn as training begins: dense kernels and
 * embeddings normal of standard deviation 0.02 cut at two of them, norms' scales 1, biases 0,
 * convolutions scaled by their fan-in, so that activations stay of the order of 1. Every tensor is
 * drawn when its bytes are asked for, so a full-size file takes the memory of one tensor.
 */
public final class RandomCheckpoints {
  private static final double DENSE_DEVIATION = 0.02;

  /** About the deviation of what the encoder gives out, so that the codes share the grid. */
  private static final double CODEBOOK_DEVIATION = 0.5;

  private RandomCheckpoints() {}

  /** A transformer under its Flax names. */
  public static Checkpoint transformer(Transformer sizes, long seed) {
    return random("random transformer", sizes.tensors(), seed);
  }

  /** A tokenizer under its Flax names. */
  public static Checkpoint tokenizer(Tokenizer sizes, long seed) {
    return random("random tokenizer", sizes.tensors(), seed);
  }

  private static Checkpoint random(String name, List<TensorSpec> specs, long seed) {
    return Checkpoint.of(
        name, specs.stream().map(s -> CheckpointTensor.of(s, () -> draw(s, seed))).toList());
  }

  private static ByteBuffer draw(TensorSpec spec, long seed) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(spec.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
    double deviation = deviation(spec);
    float constant = spec.name().endsWith("/scale") ? 1 : 0;
    // Each tensor has a stream of its own: the order of writing doesn't matter.
    SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ hash(spec.name()));
    while (bytes.hasRemaining()) {
      bytes.putFloat(deviation == 0 ? constant : (float) (deviation * cutNormal(random)));
    }
    return bytes.flip();
  }

  private static double deviation(TensorSpec spec) {
    long[] shape = spec.shape().asArray();
    if (spec.name().endsWith("/scale") || spec.name().endsWith("/bias")) {
      return 0;
    }
    if (spec.name().endsWith("/codebook")) {
      return CODEBOOK_DEVIATION;
    }
    boolean convolution = spec.name().contains("/Conv_");
    return convolution ? Math.sqrt(2.0 / (shape[0] * shape[1] * shape[2])) : DENSE_DEVIATION;
  }

  private static double cutNormal(SplittableRandom random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > 2) {
      value = random.nextGaussian();
    }
    return value;
  }

  private static long hash(String name) {
    long hash = 1;
    for (int i = 0; i < name.length(); i++) {
      hash = 1099511628211L * hash + name.charAt(i);
    }
    return hash;
  }

  /**
   * Writes {@code maskgit_KIND_checkpoint} and {@code tokenizer_KIND_checkpoint} as Flax files.
   *
   * @param args kind ({@code imagenet256}, {@code imagenet512}, or any other name with sizes),
   *     seed, folder, then sizes that differ as {@code NAME=NUMBER}: layers, hidden, heads, mlp,
   *     vocabulary, positions, filters, resBlocks, codebook, embedding, or {@code
   *     multipliers=1,1,2,2,4}
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      throw new IllegalArgumentException(
          "expected KIND SEED FOLDER [NAME=NUMBER…], found " + Arrays.toString(args));
    }
    long seed = Long.parseLong(args[1]);
    Path folder = Files.createDirectories(Path.of(args[2]));
    Map<String, String> sizes = new HashMap<>();
    for (String size : List.of(args).subList(3, args.length)) {
      sizes.put(size.substring(0, size.indexOf('=')), size.substring(size.indexOf('=') + 1));
    }
    Transformer transformer =
        transformer(
            args[0].equals("imagenet512") ? Transformer.IMAGENET_512 : Transformer.IMAGENET_256,
            sizes);
    Tokenizer tokenizer = tokenizer(Tokenizer.IMAGENET, sizes);
    if (!sizes.isEmpty()) {
      throw new IllegalArgumentException("expected names of sizes, found " + sizes.keySet());
    }
    transformer(transformer, seed)
        .write(folder.resolve("maskgit_" + args[0] + "_checkpoint"), CheckpointFormat.FLAX_MSGPACK);
    tokenizer(tokenizer, seed)
        .write(
            folder.resolve("tokenizer_" + args[0] + "_checkpoint"), CheckpointFormat.FLAX_MSGPACK);
  }

  private static Transformer transformer(Transformer base, Map<String, String> sizes) {
    return new Transformer(
        take(sizes, "layers", base.layers()),
        take(sizes, "hidden", base.hidden()),
        take(sizes, "heads", base.heads()),
        take(sizes, "mlp", base.mlp()),
        take(sizes, "vocabulary", base.vocabulary()),
        take(sizes, "positions", base.positions()));
  }

  private static Tokenizer tokenizer(Tokenizer base, Map<String, String> sizes) {
    String multipliers = sizes.remove("multipliers");
    return new Tokenizer(
        take(sizes, "filters", base.filters()),
        multipliers == null
            ? base.multipliers()
            : Arrays.stream(multipliers.split(",", -1))
                .map(Integer::valueOf)
                .collect(ImmutableList.toImmutableList()),
        take(sizes, "resBlocks", base.resBlocks()),
        take(sizes, "codebook", base.codebook()),
        take(sizes, "embedding", base.embedding()));
  }

  private static int take(Map<String, String> sizes, String name, int otherwise) {
    String size = sizes.remove(name);
    return size == null ? otherwise : Integer.parseInt(size);
  }
}
