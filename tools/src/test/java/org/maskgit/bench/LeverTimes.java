package org.maskgit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.graph.Device;
import org.maskgit.graph.Execution;
import org.maskgit.graph.Kernels;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Precision;
import org.maskgit.tokenizer.Decoder;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.transformer.Transformer;
import org.maskgit.transformer.TransformerConfig;
import org.maskgit.transformer.TransformerModel;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Times each lever of docs/speed.md against the form without it: the two in turns, in one process,
 * in CPU seconds, and how far their results are from each other.
 *
 * <p>Arguments: the transformer's file, the tokenizer's file, the number of rounds.
 */
public final class LeverTimes {
  private static final double NANOS = 1e9;
  private static final Execution ONEDNN =
      new Execution(Device.CPU, Kernels.ONEDNN, Precision.FLOAT32);
  private static final Execution BFLOAT16 =
      new Execution(Device.CPU, Kernels.ONEDNN, Precision.BFLOAT16);

  private final int rounds;

  private LeverTimes(int rounds) {
    this.rounds = rounds;
  }

  /**
   * Runs all comparisons and prints a Markdown table.
   *
   * @param arguments transformer, tokenizer, rounds
   */
  public static void main(String[] arguments) {
    Checkpoint transformer = Checkpoint.open(Path.of(arguments[0]), ModelKind.TRANSFORMER);
    Checkpoint tokenizer = Checkpoint.open(Path.of(arguments[1]), ModelKind.TOKENIZER);
    LeverTimes times = new LeverTimes(Integer.parseInt(arguments[2]));
    System.out.println(
        "| work | form | CPU s, median (least) | ratio, median of rounds | relrms |");
    System.out.println("|---|---|---|---|---|");
    times.decoder(tokenizer);
    int codebook = TokenizerConfig.of(tokenizer).codebookSize();
    times.transformer(transformer, codebook);
    times.lastLayer(transformer, codebook);
  }

  /** What computing the last layer and the head for fewer positions could gain at most. */
  private void lastLayer(Checkpoint weights, int codebook) {
    TransformerConfig config = TransformerConfig.of(weights, codebook);
    try (ModelSession session =
            ModelSession.open(
                root -> Transformer.logits(root, config, ids(root, config), codebook),
                "the transformer",
                weights,
                ONEDNN);
        TInt32 fed = TInt32.tensorOf(StdArrays.ndCopyOf(tokens(config, codebook)))) {
      String last = "TransformerLayer_" + (config.layers() - 2);
      compare(
          "transformer, batch 1",
          Map.entry("whole", () -> fetch(session, fed, "MlmLayer_0")),
          Map.entry("without its last layer and head", () -> fetch(session, fed, last)));
    }
  }

  private static Operand<TInt32> ids(ModuleScope root, TransformerConfig config) {
    return root.tf()
        .withName("ids")
        .placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, config.positions())));
  }

  private static float[] fetch(ModelSession session, TInt32 ids, String module) {
    try (Result result = session.runner().feed("ids", ids).fetch(session.output(module)).run()) {
      return floats(result);
    }
  }

  private static float[] floats(Result result) {
    TFloat32 tensor = (TFloat32) result.get(0);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.copyTo(DataBuffers.of(values));
    return values;
  }

  private void transformer(Checkpoint weights, int codebook) {
    int[][] tokens = tokens(TransformerConfig.of(weights, codebook), codebook);
    try (TransformerModel portable = TransformerModel.load(weights, codebook, Execution.PORTABLE);
        TransformerModel oneDnn = TransformerModel.load(weights, codebook, ONEDNN)) {
      compare(
          "transformer, batch 1",
          Map.entry("portable", () -> portable.logits(tokens)),
          Map.entry("onednn", () -> oneDnn.logits(tokens)));
      try (TransformerModel narrow = TransformerModel.load(weights, codebook, BFLOAT16)) {
        compare(
            "transformer, batch 1",
            Map.entry("onednn", () -> oneDnn.logits(tokens)),
            Map.entry("onednn, bfloat16", () -> narrow.logits(tokens)));
      }
    }
  }

  private void decoder(Checkpoint weights) {
    TokenizerConfig config = TokenizerConfig.of(weights);
    Random random = new Random(1);
    int[][] codes = {random.ints(256, 0, config.codebookSize()).toArray()};
    float[] features = new float[256 * config.embeddingSize()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian() / 10;
    }
    try (DecoderRun any = new DecoderRun(weights, config, features, false);
        DecoderRun one = new DecoderRun(weights, config, features, true)) {
      compare("decoder", Map.entry("any batch", any), Map.entry("one image", one));
    }
    try (TokenizerModel wide = TokenizerModel.load(weights);
        TokenizerModel narrow = TokenizerModel.load(weights, BFLOAT16)) {
      compare(
          "decoder",
          Map.entry("one image", () -> wide.decode(codes).get(0).rgb()),
          Map.entry("one image, bfloat16", () -> narrow.decode(codes).get(0).rgb()));
    }
  }

  /** The decoder on its own. */
  private static final class DecoderRun implements Supplier<float[]>, AutoCloseable {
    private final ModelSession session;
    private final float[] features;
    private final Shape shape;

    DecoderRun(Checkpoint weights, TokenizerConfig config, float[] features, boolean oneImage) {
      this.features = features;
      this.shape = Shape.of(1, 16, 16, config.embeddingSize());
      Checkpoint own =
          Checkpoint.of(
              weights.name(),
              weights.tensors().values().stream()
                  .filter(tensor -> tensor.name().startsWith("decoder/"))
                  .toList());
      this.session =
          oneImage
              ? ModelSession.open(root -> build(root, config), "the decoder", own, ONEDNN)
              : ModelSession.open(root -> build(root, config), "the decoder", own);
    }

    private static void build(ModuleScope root, TokenizerConfig config) {
      Operand<TFloat32> codes = root.tf().withName("features").placeholder(TFloat32.class);
      Decoder.apply(root.module("decoder"), config, codes);
    }

    @Override
    public float[] get() {
      try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(features));
          Result result =
              session.runner().feed("features", fed).fetch(session.output("decoder")).run()) {
        return floats(result);
      }
    }

    @Override
    public void close() {
      session.close();
    }
  }

  /** A class and tokens of which a part is known, as in the middle of a run. */
  private static int[][] tokens(TransformerConfig config, int codebook) {
    Random random = new Random(7);
    int[] row = new int[config.positions()];
    Arrays.setAll(row, i -> random.nextInt(4) == 0 ? random.nextInt(codebook) : -1);
    row[0] = codebook;
    return new int[][] {row};
  }

  @SafeVarargs
  private void compare(String work, Map.Entry<String, Supplier<float[]>>... forms) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    float[] reference = forms[0].getValue().get();
    Map<String, Double> errors = new LinkedHashMap<>();
    for (Map.Entry<String, Supplier<float[]>> form : forms) {
      seconds.put(form.getKey(), new ArrayList<>());
      seconds(form.getValue());
      errors.put(form.getKey(), relativeError(reference, form.getValue().get()));
    }
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Supplier<float[]>> form : forms) {
        seconds.get(form.getKey()).add(seconds(form.getValue()));
      }
    }
    List<Double> first = seconds.get(forms[0].getKey());
    seconds.forEach(
        (form, own) -> {
          List<Double> ratios = new ArrayList<>();
          for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / first.get(i));
          }
          System.out.printf(
              "| %s | %s | %.3f (%.3f) | %.3f | %.1e |%n",
              work,
              form,
              median(own),
              own.stream().min(Double::compare).orElseThrow(),
              median(ratios),
              errors.get(form));
        });
  }

  private static double seconds(Supplier<float[]> form) {
    long before = cpu();
    float[] result = form.get();
    double seconds = (cpu() - before) / NANOS;
    if (result.length == 0) {
      throw new IllegalStateException("expected a result, found none");
    }
    return seconds;
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static double relativeError(float[] reference, float[] actual) {
    if (reference.length != actual.length) {
      return Double.NaN; // not the same work
    }
    double difference = 0;
    double size = 0;
    for (int i = 0; i < reference.length; i++) {
      difference += Math.pow(actual[i] - reference[i], 2);
      size += Math.pow(reference[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
