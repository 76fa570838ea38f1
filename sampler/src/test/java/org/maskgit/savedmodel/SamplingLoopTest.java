package org.maskgit.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.VariableTransfer;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.OfficialTraces;
import org.maskgit.sampler.OfficialTraces.Trace;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.Transformer;
import org.maskgit.transformer.TransformerConfig;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** All runs of the official code with the cosine schedule: the tokens of the last step. */
final class SamplingLoopTest {
  private static final int CODEBOOK = 64;

  @ParameterizedTest
  @EnumSource
  void everyCosineTraceIsEqual(PrngLayout layout) {
    List<Trace> traces =
        OfficialTraces.read().stream()
            .filter(trace -> trace.sampler().schedule().equals(MaskSchedule.COSINE))
            .filter(trace -> trace.noise().layout() == layout)
            .toList();
    assertThat(traces).hasSizeGreaterThan(100);
    try (Graph graph = new Graph()) {
      graph.importGraphDef(loop(layout));
      try (Session session = new Session(graph)) {
        fill(session);
        for (Trace trace : traces) {
          int last = trace.sampler().steps() - 1;
          assertThat(sample(session, trace))
              .as("%s", trace)
              .isEqualTo(
                  Arrays.stream(trace.finalSeqs())
                      .flatMapToInt(steps -> Arrays.stream(steps[last]))
                      .toArray());
        }
      }
    }
  }

  /** The loop as it is exported, with its inputs, and what fills the variables. */
  private static GraphDef loop(PrngLayout layout) {
    TransformerConfig config = TransformerConfig.TESTING;
    try (Graph graph = new Graph();
        SamplingLoop loop = SamplingLoop.build(config, CODEBOOK, DType.FLOAT32, layout)) {
      ModuleScope root = ModuleScope.root(graph);
      Ops tf = root.tf();
      Placeholder<TInt32> tokens = placeholder(tf, "tokens", TInt32.class, -1, config.positions());
      Transformer.logits(root.module("transformer"), config, tokens, CODEBOOK);
      Operand<TInt32> sampled =
          loop.apply(
              tf.withSubScope("loop"),
              tokens,
              placeholder(tf, "key", TInt32.class, 2),
              placeholder(tf, "first_step", TInt32.class),
              placeholder(tf, "steps", TInt32.class),
              placeholder(tf, "choice_temperature", TFloat32.class));
      tf.withName("sampled").identity(sampled);
      VariableTransfer.build(graph, root.parameters());
      GraphDef.Builder lifted = graph.toGraphDef().toBuilder();
      LoopHandles.lift(lifted);
      return lifted.build();
    }
  }

  private static <T extends TType> Placeholder<T> placeholder(
      Ops tf, String name, Class<T> type, long... dimensions) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.of(dimensions)));
  }

  private static void fill(Session session) {
    for (CheckpointTensor weight : Checkpoint.open(Golden.TINY_TRANSFORMER).tensors().values()) {
      String name = "transformer/" + weight.name();
      try (Tensor value = TFloat32.tensorOf(weight.shape(), DataBuffers.of(weight.floats()))) {
        session.runner().feed(name + "/Initial", value).addTarget(name + "/Assign").run().close();
      }
    }
  }

  private static int[] sample(Session session, Trace trace) {
    try (TInt32 tokens = TInt32.tensorOf(StdArrays.ndCopyOf(trace.input()));
        TInt32 key = TInt32.vectorOf(trace.noise().key().high(), trace.noise().key().low());
        TInt32 firstStep = TInt32.scalarOf(trace.sampler().startStep());
        TInt32 steps = TInt32.scalarOf(trace.sampler().steps());
        TFloat32 temperature = TFloat32.scalarOf(trace.sampler().choiceTemperature());
        Result result =
            session
                .runner()
                .feed("tokens", tokens)
                .feed("key", key)
                .feed("first_step", firstStep)
                .feed("steps", steps)
                .feed("choice_temperature", temperature)
                .fetch("sampled")
                .run()) {
      TInt32 sampled = (TInt32) result.get(0);
      int[] values = new int[Math.toIntExact(sampled.size())];
      sampled.copyTo(DataBuffers.of(values));
      return values;
    }
  }
}
