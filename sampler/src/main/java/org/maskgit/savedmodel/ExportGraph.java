package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.maskgit.checkpoint.DType;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Variable;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.Sampler;
import org.maskgit.tokenizer.Decoder;
import org.maskgit.tokenizer.Encoder;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.VectorQuantizer;
import org.maskgit.transformer.Transformer;
import org.maskgit.transformer.TransformerConfig;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * What is exported: transformer and tokenizer as one graph of public operations, the signatures on
 * it, and no values. Its variables are named {@code transformer/…} and {@code tokenizer/…} with the
 * official names behind.
 */
final class ExportGraph implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Map<PrngLayout, SamplingLoop> loops = new EnumMap<>(PrngLayout.class);
  private final ImmutableMap.Builder<String, SignatureTensors> signatures = ImmutableMap.builder();
  private final ModuleScope root;
  private final TransformerConfig transformer;
  private final TokenizerConfig tokenizer;
  private final DType stored;

  private ExportGraph(TransformerConfig transformer, TokenizerConfig tokenizer, DType stored) {
    this.root = ModuleScope.stored(graph, stored);
    this.transformer = transformer;
    this.tokenizer = tokenizer;
    this.stored = stored;
  }

  /** The tensors that a signature names. */
  record SignatureTensors(
      ImmutableMap<String, Operand<?>> inputs, ImmutableMap<String, Operand<?>> outputs) {}

  /** Builds the graph of a pair; its variables are stored as float32 or bfloat16. */
  static ExportGraph build(TransformerConfig transformer, TokenizerConfig tokenizer, DType stored) {
    ExportGraph export = new ExportGraph(transformer, tokenizer, stored);
    try {
      export.addEncode();
      export.addDecode();
      export.addLogits();
      export.addSample("sample", PrngLayout.LEGACY);
      export.addSample("sample_partitionable", PrngLayout.PARTITIONABLE);
      export.addEdit();
      return export;
    } catch (RuntimeException | Error e) {
      export.close();
      throw e;
    }
  }

  Graph graph() {
    return graph;
  }

  ImmutableList<Variable<TFloat32>> variables() {
    return root.parameters();
  }

  ImmutableMap<String, SignatureTensors> signatures() {
    return signatures.buildOrThrow();
  }

  private int side() {
    return transformer.grid() * tokenizer.factor();
  }

  private int codebook() {
    return tokenizer.codebookSize();
  }

  private void addEncode() {
    Ops tf = root.tf().withSubScope("encode");
    Placeholder<TFloat32> image = images(tf);
    signature("encode", ImmutableMap.of("image", image), ImmutableMap.of("tokens", encode(image)));
  }

  private void addDecode() {
    Ops tf = root.tf().withSubScope("decode");
    int grid = transformer.grid();
    Placeholder<TInt32> tokens = placeholder(tf, "tokens", TInt32.class, -1, grid, grid);
    signature(
        "decode", ImmutableMap.of("tokens", tokens), ImmutableMap.of("image", decode(tokens)));
  }

  private void addLogits() {
    Ops tf = root.tf().withSubScope("logits");
    Placeholder<TInt32> tokens =
        placeholder(tf, "tokens", TInt32.class, -1, transformer.positions());
    signature(
        "logits",
        ImmutableMap.of("tokens", tokens),
        ImmutableMap.of(
            "logits",
            Transformer.logits(root.module("transformer"), transformer, tokens, codebook())));
  }

  private void addSample(String name, PrngLayout layout) {
    Ops tf = root.tf().withSubScope(name);
    Request request = Request.placeholders(tf);
    Operand<TInt32> batch = tf.size(request.label());
    Operand<TInt32> unknown = // [n, tokens]
        tf.fill(
            tf.stack(List.of(batch, tf.constant(transformer.tokens()))),
            tf.constant(Sampler.MASKED));
    Operand<TInt32> tokens = sampled(tf, layout, request, unknown, tf.constant(0));
    signature(
        name,
        request.inputs().buildOrThrow(),
        ImmutableMap.of("tokens", tokens, "image", decode(tokens)));
  }

  private void addEdit() {
    Ops tf = root.tf().withSubScope("edit");
    int grid = transformer.grid();
    Request request = Request.placeholders(tf);
    Placeholder<TFloat32> image = images(tf);
    Placeholder<TInt32> latentMask = placeholder(tf, "latent_mask", TInt32.class, -1, grid, grid);
    Placeholder<TInt32> startStep = placeholder(tf, "start_step", TInt32.class);
    Operand<TInt32> known =
        tf.select(
            tf.math.notEqual(latentMask, tf.constant(0)),
            tf.constant(Sampler.MASKED),
            encode(image));
    Operand<TInt32> rows = // one picture may serve all labels
        tf.broadcastTo(
            tf.reshape(known, tf.constant(new int[] {-1, transformer.tokens()})),
            tf.stack(List.of(tf.size(request.label()), tf.constant(transformer.tokens()))));
    Operand<TInt32> tokens = sampled(tf, PrngLayout.LEGACY, request, rows, startStep);
    signature(
        "edit",
        request
            .inputs()
            .put("image", image)
            .put("latent_mask", latentMask)
            .put("start_step", startStep)
            .buildOrThrow(),
        ImmutableMap.of(
            "tokens",
            tokens,
            "image",
            new SoftMaskOps(tf, grid, side()).composite(image, latentMask, decode(tokens))));
  }

  /** The inputs that all sampling signatures have. */
  private record Request(
      Placeholder<TInt32> label,
      Placeholder<TInt32> key,
      Placeholder<TInt32> steps,
      Placeholder<TFloat32> choiceTemperature) {

    static Request placeholders(Ops tf) {
      return new Request(
          placeholder(tf, "label", TInt32.class, -1),
          placeholder(tf, "key", TInt32.class, 2),
          placeholder(tf, "steps", TInt32.class),
          placeholder(tf, "choice_temperature", TFloat32.class));
    }

    ImmutableMap.Builder<String, Operand<?>> inputs() {
      return ImmutableMap.<String, Operand<?>>builder()
          .put("label", label)
          .put("key", key)
          .put("steps", steps)
          .put("choice_temperature", choiceTemperature);
    }
  }

  /** Samples the unknown ones of [n, tokens]; [n, grid, grid]. */
  private Operand<TInt32> sampled(
      Ops tf, PrngLayout layout, Request request, Operand<TInt32> rows, Operand<TInt32> firstStep) {
    Operand<TInt32> classTokens =
        tf.expandDims(tf.math.add(request.label(), tf.constant(codebook())), tf.constant(1));
    SamplingLoop loop =
        loops.computeIfAbsent(layout, l -> SamplingLoop.build(transformer, codebook(), stored, l));
    Operand<TInt32> sequences = // [n, positions]
        loop.apply(
            tf,
            tf.concat(List.of(classTokens, rows), tf.constant(1)),
            request.key(),
            firstStep,
            request.steps(),
            request.choiceTemperature());
    int grid = transformer.grid();
    return tf.reshape(
        tf.slice(sequences, tf.constant(new int[] {0, 1}), tf.constant(new int[] {-1, -1})),
        tf.constant(new int[] {-1, grid, grid}));
  }

  private Operand<TInt32> encode(Operand<TFloat32> image) {
    ModuleScope scope = root.module("tokenizer");
    Operand<TFloat32> features = Encoder.apply(scope.module("encoder"), tokenizer, image);
    return VectorQuantizer.indices(scope.module("quantizer"), tokenizer, features);
  }

  private Operand<TFloat32> decode(Operand<TInt32> tokens) {
    ModuleScope scope = root.module("tokenizer");
    Operand<TFloat32> codes = VectorQuantizer.lookUp(scope.module("quantizer"), tokenizer, tokens);
    Operand<TFloat32> image = Decoder.apply(scope.module("decoder"), tokenizer, codes);
    // The decoder takes any size, so its own is known only when it runs.
    return scope.tf().reshape(image, scope.tf().constant(new int[] {-1, side(), side(), 3}));
  }

  private Placeholder<TFloat32> images(Ops tf) {
    return placeholder(tf, "image", TFloat32.class, -1, side(), side(), 3);
  }

  private static <T extends TType> Placeholder<T> placeholder(
      Ops tf, String name, Class<T> type, long... dimensions) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(dimensions)));
  }

  private void signature(
      String name,
      ImmutableMap<String, Operand<?>> inputs,
      ImmutableMap<String, Operand<?>> outputs) {
    signatures.put(name, new SignatureTensors(inputs, outputs));
  }

  @Override
  public void close() {
    loops.values().forEach(SamplingLoop::close);
    graph.close();
  }
}
