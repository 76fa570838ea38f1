package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.graph.Variable;
import org.maskgit.graph.VariableTransfer;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/** The state of a training between checkpoint files and a session's variables. */
final class TokenizerState {
  private final ImmutableList<TensorSpec> tokenizer;
  private final ImmutableList<TensorSpec> discriminator;
  private final VariableTransfer variables;

  private TokenizerState(
      ImmutableList<TensorSpec> tokenizer,
      ImmutableList<TensorSpec> discriminator,
      VariableTransfer variables) {
    this.tokenizer = tokenizer;
    this.discriminator = discriminator;
    this.variables = variables;
  }

  /** Builds the operations that move the state. */
  static TokenizerState build(Graph graph, TokenizerGraph ops) {
    return new TokenizerState(
        specs(ops.generator.parameters),
        ops.adversary.map(a -> specs(a.parameters)).orElse(ImmutableList.of()),
        VariableTransfer.build(graph, ops.state()));
  }

  private static ImmutableList<TensorSpec> specs(List<? extends Variable<?>> variables) {
    return variables.stream().map(Variable::spec).collect(ImmutableList.toImmutableList());
  }

  /** The state at step 0 with all weights drawn. */
  Checkpoint beginning(long seed) {
    return beginning(InitialTokenizer.of(tokenizer, seed), seed);
  }

  /** The state at step 0: the tokenizer is its own average, the discriminator drawn, all else 0. */
  Checkpoint beginning(Checkpoint weights, long seed) {
    KeyReport.of(weights, tokenizer).requireComplete("the tokenizer");
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : variables.specs()) {
      tensors.put(spec.name(), CheckpointTensor.of(spec, () -> zeros(spec)));
    }
    for (TensorSpec spec : tokenizer) {
      CheckpointTensor weight = weights.tensor(spec.name());
      String average = Generator.AVERAGE + spec.name();
      tensors.put(spec.name(), weight);
      tensors.put(average, weight.named(average));
    }
    tensors.putAll(InitialTokenizer.of(discriminator, seed).tensors());
    return Checkpoint.of(weights.name(), tensors.values());
  }

  private static ByteBuffer zeros(TensorSpec spec) {
    return ByteBuffer.allocate(Math.toIntExact(spec.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fills the variables; returns the number of steps that the values have behind them. */
  long fill(Session session, Checkpoint values) {
    KeyReport.of(values, variables.specs()).requireComplete("the state of the training");
    variables.fill(session, values);
    return values.tensor(Generator.OPTIMIZER + "/step").bytes().getLong();
  }

  /** Writes all variables. */
  void save(Session session, Path file, ImmutableMap<String, String> metadata) {
    try (VariableTransfer.Snapshot snapshot = variables.read(session, file.toString())) {
      snapshot.values().withMetadata(metadata).write(file, CheckpointFormat.SAFETENSORS);
    }
  }

  /** Copies the tokenizer's parameters, or what stands under their names behind a prefix. */
  Checkpoint tokenizer(Session session, String prefix, String name) {
    return export(session, tokenizer, prefix, name);
  }

  /** Copies the discriminator's parameters. */
  Checkpoint discriminator(Session session, String name) {
    return export(session, discriminator, "", name);
  }

  private Checkpoint export(Session session, List<TensorSpec> specs, String prefix, String name) {
    try (VariableTransfer.Snapshot snapshot = variables.read(session, name)) {
      List<CheckpointTensor> tensors = new ArrayList<>();
      for (TensorSpec spec : specs) {
        ByteBuffer bytes = snapshot.values().tensor(prefix + spec.name()).bytes();
        tensors.add(CheckpointTensor.of(spec, () -> bytes));
      }
      return Checkpoint.of(name, tensors);
    }
  }
}
