package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.maskgit.graph.Dropout;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Variable;
import org.maskgit.tokenizer.Decoder;
import org.maskgit.tokenizer.Encoder;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.VectorQuantizer;
import org.maskgit.training.AdamW;
import org.maskgit.training.GradientSums;
import org.maskgit.training.Gradients;
import org.maskgit.training.MovingAverage;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The tokenizer in training: forward pass, loss, optimizer, and a second tokenizer on the moving
 * average of the parameters, whose pictures are looked at.
 */
final class Generator {
  /** What the names of the optimizer's variables begin with; its step is the training's. */
  static final String OPTIMIZER = "opt";

  private static final String CODEBOOK = "quantizer/codebook";

  private final Graph graph;
  private final Ops tf;
  private final QuantizerTerms quantizer;
  private final GradientSums sums;

  /** Float32 [n, size, size, 3], fed. */
  final Operand<TFloat32> images;

  /** The encoder's output, [n, gh, gw, embedding]. */
  final Operand<TFloat32> features;

  /** Float32 [n, size, size, 3]. */
  final Operand<TFloat32> reconstruction;

  /** What the moving average makes of the images. */
  final Operand<TFloat32> averageReconstruction;

  /** The loss without an adversary, and its terms by name. */
  final Operand<TFloat32> loss;

  final ImmutableMap<String, Operand<TFloat32>> terms;

  /** The parameters, and their moving average in the same order. */
  final ImmutableList<Variable<TFloat32>> parameters;

  final ImmutableList<Variable<TFloat32>> averages;

  /** How often each code was used since the last look at it, [codes]. */
  final Variable<TFloat32> uses;

  final AdamW optimizer;

  /** What updates parameters and moving average, in a run of its own. */
  final ImmutableList<Op> update;

  private Generator(Graph graph, TokenizerTrainingConfig config) {
    this.graph = graph;
    this.tf = Ops.create(graph);
    TokenizerConfig sizes = config.model().tokenizer();
    int size = config.model().imageSize();
    images =
        tf.withName("images")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, size, size, 3)));
    ModuleScope network = ModuleScope.root(graph, config.precision(), Dropout.NONE);
    features = Encoder.apply(network.module("encoder"), sizes, images);
    quantizer =
        QuantizerTerms.build(network.module("quantizer"), sizes, config.quantizer(), features);
    reconstruction = Decoder.apply(network.module("decoder"), sizes, quantizer.codes());
    parameters = network.parameters();
    uses = Variable.float32(graph, "uses", Shape.of(sizes.codebookSize()));
    terms = terms(config);
    loss = tf.math.addN(weighted(config));

    ModuleScope averaged = ModuleScope.root(graph).module(MovingAverage.MODULE);
    averageReconstruction = reconstruct(averaged, sizes);
    averages = averaged.parameters();

    sums = GradientSums.declare(graph, parameters, config.microBatches());
    optimizer =
        AdamW.build(
            graph, OPTIMIZER, config.generator(), config.steps(), parameters, sums.values());
    update =
        ImmutableList.<Op>builder()
            .addAll(optimizer.update())
            .addAll(
                MovingAverage.update(tf, config.generator().emaDecay(), averages, optimizer.next()))
            .build();
  }

  static Generator build(Graph graph, TokenizerTrainingConfig config) {
    return new Generator(graph, config);
  }

  private Operand<TFloat32> reconstruct(ModuleScope scope, TokenizerConfig sizes) {
    ModuleScope codebook = scope.module("quantizer");
    Operand<TFloat32> encoded = Encoder.apply(scope.module("encoder"), sizes, images);
    Operand<TInt32> indices = VectorQuantizer.indices(codebook, sizes, encoded);
    return Decoder.apply(
        scope.module("decoder"), sizes, VectorQuantizer.lookUp(codebook, sizes, indices));
  }

  private ImmutableMap<String, Operand<TFloat32>> terms(TokenizerTrainingConfig config) {
    ImmutableMap.Builder<String, Operand<TFloat32>> all = ImmutableMap.builder();
    all.put("l2", Losses.l2(tf, images, reconstruction));
    if (config.perceptual().isOn()) {
      PerceptualNetwork network = PerceptualNetwork.load(config.perceptual());
      all.put("perceptual", network.difference(graph, tf, images, reconstruction));
    }
    return all.put("commitment", quantizer.commitment())
        .put("codebook", quantizer.codebook())
        .put("entropy", quantizer.entropy())
        .put("perplexity", Losses.perplexity(tf, quantizer.oneHot()))
        .buildOrThrow();
  }

  private List<Operand<TFloat32>> weighted(TokenizerTrainingConfig config) {
    ImmutableList.Builder<Operand<TFloat32>> summands = ImmutableList.builder();
    summands.add(terms.get("l2")).add(quantizer.total());
    if (config.perceptual().isOn()) {
      summands.add(
          tf.math.mul(tf.constant((float) config.perceptual().weight()), terms.get("perceptual")));
    }
    return summands.build();
  }

  /**
   * Builds what a part of a batch computes.
   *
   * @param name of its operations
   * @param total the loss to follow
   */
  Work work(String name, Operand<TFloat32> total) {
    ImmutableList<Operand<TFloat32>> gradients =
        Gradients.of(graph, tf, "generator_" + name, total, parameters);
    Op count = uses.add(tf, tf.reduceSum(quantizer.oneHot(), tf.constant(0)));
    return new Work(
        ImmutableMap.<String, Operand<TFloat32>>builder()
            .put("loss", total)
            .putAll(terms)
            .buildOrThrow(),
        ImmutableList.<Op>builder().addAll(sums.first(gradients)).add(count).build(),
        ImmutableList.<Op>builder().addAll(sums.further(gradients)).add(count).build());
  }

  /** The codebook's variables: the parameter and its moving average. */
  ImmutableList<Variable<TFloat32>> codebooks() {
    return ImmutableList.of(
        named(parameters, CODEBOOK), named(averages, MovingAverage.PREFIX + CODEBOOK));
  }

  private static Variable<TFloat32> named(List<Variable<TFloat32>> variables, String name) {
    return variables.stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  /** What is kept between steps beside the parameters. */
  ImmutableList<Variable<?>> others() {
    return ImmutableList.<Variable<?>>builder()
        .addAll(averages)
        .addAll(optimizer.state())
        .add(uses)
        .build();
  }
}
