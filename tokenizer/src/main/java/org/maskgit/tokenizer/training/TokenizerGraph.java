package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import org.maskgit.checkpoint.TensorSpec;
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
    work = work(tf, config.adversary());

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

  private ImmutableMap<Phase, Work> work(Ops tf, AdversaryConfig config) {
    ImmutableMap.Builder<Phase, Work> phases = ImmutableMap.builder();
    if (config.has(Phase.RECONSTRUCTION)) {
      phases.put(Phase.RECONSTRUCTION, generator.work("alone", generator.loss));
    }
    adversary.ifPresent(
        other -> {
          Operand<TFloat32> weighted =
              tf.math.mul(tf.constant((float) config.weight()), other.generatorLoss);
          Work game = generator.work("in_the_game", tf.math.add(generator.loss, weighted));
          for (Phase phase : List.of(Phase.ADVERSARIAL, Phase.PENALISED)) {
            if (config.has(phase)) {
              phases.put(phase, game.and(other.work(phase)));
            }
          }
        });
    return phases.buildOrThrow();
  }

  /** What is trained: the tokenizer's parameters, then the discriminator's. */
  ImmutableList<Variable<TFloat32>> parameters() {
    ImmutableList.Builder<Variable<TFloat32>> all = ImmutableList.builder();
    all.addAll(generator.parameters);
    adversary.ifPresent(other -> all.addAll(other.parameters));
    return all.build();
  }

  /** What else is kept between steps. */
  ImmutableList<Variable<?>> others() {
    ImmutableList.Builder<Variable<?>> all = ImmutableList.builder();
    all.addAll(generator.others());
    adversary.ifPresent(other -> all.addAll(other.others()));
    return all.build();
  }

  /** Names and shapes of the tokenizer's parameters. */
  ImmutableList<TensorSpec> tokenizerSpecs() {
    return specs(generator.parameters);
  }

  /** Names and shapes of the discriminator's parameters; none without one. */
  ImmutableList<TensorSpec> discriminatorSpecs() {
    return adversary.map(other -> specs(other.parameters)).orElse(ImmutableList.of());
  }

  private static ImmutableList<TensorSpec> specs(List<Variable<TFloat32>> variables) {
    return variables.stream().map(Variable::spec).collect(ImmutableList.toImmutableList());
  }
}
