package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import org.maskgit.graph.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** Everything that a training of the tokenizer runs, built once. */
final class TokenizerGraph {
  /** The tokenizer's side. */
  final Generator generator;

  /** The other side, if there is one. */
  final Optional<Adversary> adversary;

  /** What a step of each phase computes. */
  final ImmutableMap<Phase, Work> work;

  /** Sets the uses of codes to 0. */
  final Op forgetUses;

  /** Bool [codes, 1], which codes to place anew; and where, float32 [codes, embedding]. */
  final Operand<TBool> dead;

  final Operand<TFloat32> replacements;

  /** Places codes anew, in the parameter and in the moving average. */
  final ImmutableList<Op> revive;

  private TokenizerGraph(Graph graph, TokenizerTrainingConfig config) {
    Ops tf = Ops.create(graph);
    generator = Generator.build(graph, config);
    adversary =
        config.adversary().weight() > 0
            ? Optional.of(Adversary.build(graph, config, generator))
            : Optional.empty();
    ImmutableMap.Builder<Phase, Work> phases = ImmutableMap.builder();
    for (Phase phase : Phase.values()) {
      if (config.adversary().has(phase)) {
        phases.put(phase, work(tf, config, phase));
      }
    }
    work = phases.buildOrThrow();

    forgetUses = generator.uses.assign(tf, tf.zerosLike(generator.uses.value()));
    Variable<TFloat32> codebook = generator.codebooks().get(0);
    long codes = codebook.spec().shape().get(0);
    dead = tf.placeholder(TBool.class, Placeholder.shape(Shape.of(codes, 1)));
    replacements = tf.placeholder(TFloat32.class, Placeholder.shape(codebook.spec().shape()));
    revive =
        generator.codebooks().stream()
            .map(c -> c.assign(tf, tf.select(dead, replacements, c.value())))
            .collect(ImmutableList.toImmutableList());
  }

  static TokenizerGraph build(Graph graph, TokenizerTrainingConfig config) {
    return new TokenizerGraph(graph, config);
  }

  private Work work(Ops tf, TokenizerTrainingConfig config, Phase phase) {
    if (!phase.hasAdversary()) {
      return generator.work(phase, generator.loss);
    }
    Adversary other = adversary.orElseThrow();
    Operand<TFloat32> weight = tf.constant((float) config.adversary().weight());
    Operand<TFloat32> total = tf.math.add(generator.loss, tf.math.mul(weight, other.generatorLoss));
    return generator.work(phase, total).and(other.work(phase));
  }

  /** What is kept between steps. */
  List<Variable<?>> state() {
    ImmutableList.Builder<Variable<?>> all = ImmutableList.builder();
    all.addAll(generator.state());
    adversary.ifPresent(other -> all.addAll(other.state()));
    return all.build();
  }
}
