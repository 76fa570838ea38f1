package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.maskgit.graph.Dropout;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Variable;
import org.maskgit.training.AdamW;
import org.maskgit.training.GradientSums;
import org.maskgit.training.Gradients;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The discriminator in training: both sides of the game, regularisation, optimizer. */
final class Adversary {
  /** What the names of the discriminator's parameters begin with. */
  static final String MODULE = "discriminator";

  private static final String OPTIMIZER = "opt_discriminator";

  private final Graph graph;
  private final Ops tf;
  private final AdversaryConfig config;
  private final Operand<TFloat32> images;
  private final Operand<TFloat32> real;
  private final Operand<TFloat32> fake;
  private final Variable<TFloat32> averageReal;
  private final Variable<TFloat32> averageFake;
  private final GradientSums sums;

  /** The generator's side, not weighted. */
  final Operand<TFloat32> generatorLoss;

  final ImmutableList<Variable<TFloat32>> parameters;
  final AdamW optimizer;

  private Adversary(Graph graph, TokenizerTrainingConfig training, Generator generator) {
    this.graph = graph;
    this.tf = Ops.create(graph);
    this.config = training.adversary();
    this.images = generator.images;
    DiscriminatorConfig sizes = config.discriminator(training.model().imageSize());
    ModuleScope module = ModuleScope.root(graph, training.precision(), Dropout.NONE).module(MODULE);
    fake = Discriminator.apply(module, sizes, generator.reconstruction); // [n, 1]
    real = Discriminator.apply(module, sizes, images); // [n, 1]
    generatorLoss = config.loss().generator(tf, fake);
    parameters = module.parameters();
    averageReal = Variable.float32(graph, "lecam/real", Shape.scalar());
    averageFake = Variable.float32(graph, "lecam/fake", Shape.scalar());

    sums = GradientSums.declare(graph, parameters, training.microBatches());
    optimizer =
        AdamW.build(
            graph,
            OPTIMIZER,
            training.discriminator(),
            Math.max(1, training.steps() - config.startStep()),
            parameters,
            sums.values());
  }

  static Adversary build(Graph graph, TokenizerTrainingConfig config, Generator generator) {
    return new Adversary(graph, config, generator);
  }

  /** Builds what a part of a batch computes for the discriminator. */
  Work work(Phase phase) {
    ImmutableMap.Builder<String, Operand<TFloat32>> terms = ImmutableMap.builder();
    Operand<TFloat32> loss = config.loss().discriminator(tf, real, fake);
    terms.put("generator", generatorLoss).put("discriminator", loss);
    if (config.leCamWeight() > 0) {
      Operand<TFloat32> leCam =
          Losses.leCam(tf, real, fake, averageReal.value(), averageFake.value());
      terms.put("lecam", leCam);
      loss = plus(loss, config.leCamWeight(), leCam);
    }
    if (phase == Phase.PENALISED) {
      Operand<TFloat32> penalty = Losses.gradientPenalty(tf, real, images);
      terms.put("r1", penalty);
      loss = plus(loss, config.r1Cost() * config.r1Interval(), penalty);
    }
    // The generator's parameters are not among those asked for: no gradient is stopped.
    ImmutableList<Operand<TFloat32>> gradients =
        Gradients.of(graph, tf, "discriminator_" + phase.name(), loss, parameters);
    ImmutableList<Op> averages =
        ImmutableList.of(follow(averageReal, real), follow(averageFake, fake));
    return new Work(
        terms
            .put("real_logit", Losses.mean(tf, real))
            .put("fake_logit", Losses.mean(tf, fake))
            .buildOrThrow(),
        ImmutableList.<Op>builder().addAll(sums.first(gradients)).addAll(averages).build(),
        ImmutableList.<Op>builder().addAll(sums.further(gradients)).addAll(averages).build());
  }

  private Operand<TFloat32> plus(Operand<TFloat32> loss, double weight, Operand<TFloat32> term) {
    return tf.math.add(loss, tf.math.mul(tf.constant((float) weight), term));
  }

  private Op follow(Variable<TFloat32> average, Operand<TFloat32> logits) {
    float decay = (float) config.leCamDecay();
    Operand<TFloat32> kept = tf.math.mul(tf.constant(decay), average.value());
    Operand<TFloat32> added = tf.math.mul(tf.constant(1 - decay), Losses.mean(tf, logits));
    return average.assign(tf, tf.math.add(kept, added));
  }

  /** What is kept between steps beside the parameters. */
  ImmutableList<Variable<?>> others() {
    return ImmutableList.<Variable<?>>builder()
        .addAll(optimizer.state())
        .add(averageReal, averageFake)
        .build();
  }
}
