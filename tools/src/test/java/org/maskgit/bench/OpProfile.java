package org.maskgit.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.graph.Device;
import org.maskgit.graph.Execution;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Precision;
import org.maskgit.tokenizer.Decoder;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.transformer.Transformer;
import org.maskgit.transformer.TransformerConfig;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Prints in which kinds of operations a forward pass of the transformer and a decoding of one image
 * spend their time: TensorFlow's own trace of each run, summed over the runs.
 *
 * <p>Arguments: the transformer's file, the tokenizer's file, the number of runs. The kernels are
 * those that this machine chooses. Operations may run beside each other, and then their times add
 * up to more than the run took.
 */
public final class OpProfile {
  private static final int WARM_UP = 3;
  private static final double LEAST_SHARE = 0.005;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Execution execution = Execution.fastest(Device.CPU, Precision.FLOAT32);
  private final int runs;

  private OpProfile(int runs) {
    this.runs = runs;
  }

  /**
   * Profiles both networks and prints a Markdown table of each.
   *
   * @param arguments transformer, tokenizer, runs
   */
  public static void main(String[] arguments) {
    Checkpoint transformer = Checkpoint.open(Path.of(arguments[0]), ModelKind.TRANSFORMER);
    Checkpoint tokenizer = Checkpoint.open(Path.of(arguments[1]), ModelKind.TOKENIZER);
    TokenizerConfig config = TokenizerConfig.of(tokenizer);
    OpProfile profile = new OpProfile(Integer.parseInt(arguments[2]));
    TransformerConfig sizes = TransformerConfig.of(transformer, config.codebookSize());
    profile.transformer(transformer, sizes, config.codebookSize());
    profile.decoder(tokenizer, config, sizes.positions() - 1);
  }

  private void transformer(Checkpoint weights, TransformerConfig config, int codebook) {
    int[][] tokens = new int[1][config.positions()];
    Random random = new Random(7);
    Arrays.setAll(tokens[0], i -> random.nextInt(4) == 0 ? random.nextInt(codebook) : -1);
    tokens[0][0] = codebook;
    Consumer<ModuleScope> network =
        root -> {
          Operand<TInt32> ids =
              root.tf()
                  .withName("in")
                  .placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, config.positions())));
          Transformer.logits(root, config, ids, codebook);
        };
    try (TInt32 ids = TInt32.tensorOf(StdArrays.ndCopyOf(tokens))) {
      print("A forward pass", network, weights, ids, "MlmLayer_0");
    }
  }

  private void decoder(Checkpoint weights, TokenizerConfig config, int tokens) {
    Checkpoint own =
        Checkpoint.of(
            weights.name(),
            weights.tensors().values().stream()
                .filter(tensor -> tensor.name().startsWith("decoder/"))
                .toList());
    int side = (int) Math.sqrt(tokens);
    float[] features = new float[tokens * config.embeddingSize()];
    Random random = new Random(1);
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian() / 10;
    }
    Shape shape = Shape.of(1, side, side, config.embeddingSize());
    Consumer<ModuleScope> network =
        root ->
            Decoder.apply(
                root.module("decoder"),
                config,
                root.tf().withName("in").placeholder(TFloat32.class));
    try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(features))) {
      print("A decoding", network, own, fed, "decoder");
    }
  }

  private void print(
      String what, Consumer<ModuleScope> network, Checkpoint weights, Tensor fed, String module) {
    Map<String, Double> millis = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    double wall = 0;
    try (ModelSession session = ModelSession.open(network, what, weights, execution)) {
      for (int run = -WARM_UP; run < runs; run++) {
        Session.Runner runner = session.runner().feed("in", fed).fetch(session.output(module));
        if (run < 0) {
          runner.run().close();
          continue;
        }
        runner.setOptions(
            RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build());
        long start = System.nanoTime();
        try (Result traced = runner.runAndFetchMetadata()) {
          wall += (System.nanoTime() - start) / NANOS_PER_MILLI;
          for (DeviceStepStats device :
              traced.getMetadata().orElseThrow().getStepStats().getDevStatsList()) {
            for (NodeExecStats node : device.getNodeStatsList()) {
              double own = (node.getOpEndRelNanos() - node.getOpStartRelNanos()) / NANOS_PER_MILLI;
              millis.merge(kind(node), own, Double::sum);
              counts.merge(kind(node), 1, Integer::sum);
            }
          }
        }
      }
    }
    table(what, wall, millis, counts);
  }

  /** The operation's type, from the trace's label {@code name = Type(inputs)}. */
  private static String kind(NodeExecStats node) {
    String label = node.getTimelineLabel();
    int equals = label.indexOf(" = ");
    int bracket = label.indexOf('(', Math.max(equals, 0));
    return equals < 0 || bracket < 0 ? "(other)" : label.substring(equals + 3, bracket);
  }

  private void table(
      String what, double wall, Map<String, Double> millis, Map<String, Integer> counts) {
    double all = millis.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Map.Entry<String, Double>> sorted =
        millis.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
            .filter(entry -> entry.getValue() >= LEAST_SHARE * all)
            .toList();
    System.out.printf(
        "%n%s, %s: %.0f ms while traced, %.0f ms in operations%n%n",
        what, execution.kernels(), wall / runs, all / runs);
    System.out.println("| operation | how many | ms | share |");
    System.out.println("|---|---|---|---|");
    for (Map.Entry<String, Double> entry : sorted) {
      System.out.printf(
          "| %s | %d | %.1f | %.1f %% |%n",
          entry.getKey(),
          counts.get(entry.getKey()) / runs,
          entry.getValue() / runs,
          100 * entry.getValue() / all);
    }
  }
}
