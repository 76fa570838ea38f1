package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.graph.Device;
import org.maskgit.training.AdamW;
import org.maskgit.training.TrainingState;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/** The runs that a training is made of. */
final class TokenizerSession implements AutoCloseable {
  private final TokenizerTrainingConfig config;
  private final Graph graph;
  private final TokenizerGraph ops;
  private final TrainingState state;
  private final Session session;

  private TokenizerSession(TokenizerTrainingConfig config, Graph graph, Device device) {
    this.config = config;
    this.graph = graph;
    this.ops = TokenizerGraph.build(graph, config);
    this.state = TrainingState.build(graph, ops.parameters(), ops.others());
    this.session = device.open(graph, rewrites());
  }

  // TensorFlow's remapper gives up on the second derivative of the discriminator and logs that as
  // an error; without it a step takes the same time. A second round of all optimizers finds nothing
  // more and takes a second for each phase.
  private static GraphOptions rewrites() {
    return GraphOptions.newBuilder()
        .setRewriteOptions(
            RewriterConfig.newBuilder()
                .setRemapping(RewriterConfig.Toggle.OFF)
                .setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE))
        .build();
  }

  /** Builds the graph; the variables are not filled yet. */
  static TokenizerSession open(TokenizerTrainingConfig config, Device device) {
    Graph graph = new Graph();
    try {
      return new TokenizerSession(config, graph, device);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Fills the variables with a tokenizer and a drawn discriminator; returns 0, the steps. */
  long begin(Checkpoint tokenizer) {
    KeyReport.of(tokenizer, ops.tokenizerSpecs()).requireComplete("the tokenizer");
    List<CheckpointTensor> weights = new ArrayList<>(tokenizer.tensors().values());
    weights.addAll(InitialTokenizer.of(ops.discriminatorSpecs(), config.seed()).tensors().values());
    Checkpoint all = Checkpoint.of(tokenizer.name(), weights);
    state.fill(session, state.beginning(all, "the training"));
    return 0;
  }

  /** Fills the variables with a drawn tokenizer and discriminator; returns 0, the steps. */
  long begin() {
    return begin(InitialTokenizer.of(ops.tokenizerSpecs(), config.seed()));
  }

  /** Fills the variables with a saved state; returns the steps. */
  long resume(Checkpoint saved) {
    state.fill(session, saved);
    return saved.tensor(Generator.OPTIMIZER + "/step").bytes().getLong();
  }

  /** Leaves the gradients of a batch where the optimizers find them; returns the terms. */
  Map<String, Float> compute(Phase phase, TFloat32 images) {
    Work work = ops.work.get(phase);
    int parts = config.microBatches();
    if (parts == 1) {
      return run(feed(images), work.first(), work.terms());
    }
    long size = images.shape().get(0) / parts;
    Map<String, Float> means = new LinkedHashMap<>();
    for (int part = 0; part < parts; part++) {
      List<Op> targets = part == 0 ? work.first() : work.further();
      try (TFloat32 own = ImageTensors.slice(images, part * size, size)) {
        run(feed(own), targets, work.terms())
            .forEach((term, value) -> means.merge(term, value / parts, Float::sum));
      }
    }
    return means;
  }

  /** Moves the parameters; returns the norms of the gradients and the rates. */
  Map<String, Float> update(Phase phase) {
    AdamW optimizer = ops.generator.optimizer;
    ImmutableMap.Builder<String, Operand<TFloat32>> terms = ImmutableMap.builder();
    ImmutableList.Builder<Op> targets = ImmutableList.builder();
    terms.put("gradient_norm", optimizer.gradientNorm()).put("learning_rate", optimizer.rate());
    targets.addAll(ops.generator.update);
    if (phase.hasAdversary()) {
      AdamW other = ops.adversary.orElseThrow().optimizer;
      terms
          .put("discriminator_gradient_norm", other.gradientNorm())
          .put("discriminator_learning_rate", other.rate());
      targets.addAll(other.update());
    }
    return run(session.runner(), targets.build(), terms.buildOrThrow());
  }

  private Session.Runner feed(TFloat32 images) {
    return session.runner().feed(ops.generator.images.asOutput(), images);
  }

  private static Map<String, Float> run(
      Session.Runner runner, List<Op> targets, Map<String, Operand<TFloat32>> terms) {
    targets.forEach(runner::addTarget);
    terms.values().forEach(runner::fetch);
    Map<String, Float> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String term : terms.keySet()) {
        values.put(term, ((TFloat32) result.get(i++)).getFloat());
      }
    }
    return values;
  }

  /** What the moving average makes of images, [n, size, size, 3]. */
  float[] reconstruct(TFloat32 images) {
    return fetch(feed(images), ops.generator.averageReconstruction);
  }

  /** What the encoder makes of images, [n, gh, gw, embedding]. */
  float[] features(TFloat32 images) {
    return fetch(feed(images), ops.generator.features);
  }

  /** How often each code was used. */
  float[] uses() {
    return fetch(session.runner(), ops.generator.uses.value());
  }

  private static float[] fetch(Session.Runner runner, Operand<TFloat32> value) {
    try (Result result = runner.fetch(value).run()) {
      return ImageTensors.floats((TFloat32) result.get(0));
    }
  }

  /** Begins to count uses anew. */
  void forgetUses() {
    session.runner().addTarget(ops.forgetUses).run().close();
  }

  /** Places codes anew. */
  void revive(Revival revival) {
    Shape codes = Shape.of(config.model().codebookSize(), 1);
    Shape vectors = Shape.of(config.model().codebookSize(), config.model().embeddingSize());
    try (TBool dead = TBool.tensorOf(codes, DataBuffers.of(revival.dead(), true, false));
        TFloat32 replacements =
            TFloat32.tensorOf(vectors, DataBuffers.of(revival.replacements(), true, false))) {
      Session.Runner runner =
          session
              .runner()
              .feed(ops.dead.asOutput(), dead)
              .feed(ops.replacements.asOutput(), replacements);
      ops.revive.forEach(runner::addTarget);
      runner.run().close();
    }
  }

  /** Writes all variables. */
  void save(Path file, ImmutableMap<String, String> metadata) {
    state.save(session, file, metadata);
  }

  /** Copies the tokenizer's parameters, or what stands under their names behind a prefix. */
  Checkpoint tokenizer(String prefix, String name) {
    return state.copy(session, prefix, ops.tokenizerSpecs(), name);
  }

  /** Copies the discriminator's parameters. */
  Checkpoint discriminator(String name) {
    return state.copy(session, "", ops.discriminatorSpecs(), name);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
