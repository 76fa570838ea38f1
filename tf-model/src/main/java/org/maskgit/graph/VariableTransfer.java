package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Moves the values of variables between a session and checkpoints, few runs for all of them. Its
 * operations are built once, before the session runs.
 */
public final class VariableTransfer {
  private final ImmutableList<Assignment> assignments;

  private VariableTransfer(ImmutableList<Assignment> assignments) {
    this.assignments = assignments;
  }

  /**
   * The operations that fill one variable: a placeholder and the assignment of what it is fed.
   * bfloat16 is fed as float32 and rounded by TensorFlow, which does it on all cores.
   */
  private record Assignment(
      Variable<?> variable, GraphOperation value, GraphOperation assign, Operand<?> stored) {
    static Assignment build(Graph graph, Variable<?> variable) {
      TensorSpec spec = variable.spec();
      boolean narrow = spec.dtype() == DType.BFLOAT16;
      GraphOperation value =
          graph
              .opBuilder("Placeholder", spec.name() + "/Initial", graph.baseScope())
              .setAttr("dtype", narrow ? DataType.DT_FLOAT : Variable.dataType(spec))
              .setAttr("shape", spec.shape())
              .build();
      GraphOperation stored =
          narrow
              ? graph
                  .opBuilder("Cast", spec.name() + "/Narrow", graph.baseScope())
                  .addInput(value.output(0))
                  .setAttr("SrcT", DataType.DT_FLOAT)
                  .setAttr("DstT", DataType.DT_BFLOAT16)
                  .build()
              : value;
      GraphOperation assign =
          graph
              .opBuilder("AssignVariableOp", spec.name() + "/Assign", graph.baseScope())
              .addInput(variable.handle())
              .addInput(stored.output(0))
              .setAttr("dtype", Variable.dataType(spec))
              .build();
      return new Assignment(variable, value, assign, variable.stored(graph));
    }

    TensorSpec spec() {
      return variable.spec();
    }
  }

  /**
   * Builds the operations.
   *
   * @param graph the variables' graph
   * @param variables the variables to move
   * @return the transfer
   */
  public static VariableTransfer build(Graph graph, List<? extends Variable<?>> variables) {
    return new VariableTransfer(
        variables.stream()
            .map(variable -> Assignment.build(graph, variable))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Returns what is moved.
   *
   * @return name, type and shape of each variable
   */
  public ImmutableList<TensorSpec> specs() {
    return assignments.stream().map(Assignment::spec).collect(ImmutableList.toImmutableList());
  }

  /**
   * Fills all variables. A variable takes over the buffer that it is assigned, so a value is copied
   * once, from the mapped file into native memory.
   *
   * @param session a session on the graph
   * @param values a checkpoint that holds them all, in their shapes
   * @throws org.maskgit.io.DataException if one is not there
   */
  public void fill(Session session, Checkpoint values) {
    float[] scratch = new float[largest()];
    Portions.forEach(
        assignments,
        assignment -> assignment.spec().byteSize(),
        some -> fill(session, values, some, scratch));
  }

  private static void fill(
      Session session, Checkpoint values, List<Assignment> some, float[] scratch) {
    List<Tensor> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (Assignment assignment : some) {
        CheckpointTensor value = values.tensor(assignment.spec().name());
        Tensor tensor = tensor(assignment.spec(), value, scratch);
        tensors.add(tensor);
        runner.feed(assignment.value().output(0), tensor).addTarget(assignment.assign());
      }
      runner.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private int largest() {
    return assignments.stream()
        .mapToInt(assignment -> Math.toIntExact(assignment.spec().shape().size()))
        .max()
        .orElse(0);
  }

  // Through one array: copying from a buffer of the mapped file takes six times as long, and an
  // array for each tensor would hold the weights twice until the garbage collector runs.
  private static Tensor tensor(TensorSpec spec, CheckpointTensor value, float[] scratch) {
    if (spec.dtype() == DType.INT64) {
      return TInt64.scalarOf(value.bytes().getLong());
    }
    value.copyTo(FloatBuffer.wrap(scratch));
    FloatDataBuffer floats = DataBuffers.of(scratch, true, false).narrow(spec.shape().size());
    return TFloat32.tensorOf(spec.shape(), floats);
  }

  /**
   * Takes all variables' values. They are shared with the variables, not copied, and stay as they
   * are when a later run assigns others; close what is returned.
   *
   * @param session a session on the graph
   * @param name what to call the checkpoint in errors
   * @return the values
   */
  public Snapshot read(Session session, String name) {
    Session.Runner runner = session.runner();
    assignments.forEach(assignment -> runner.fetch(assignment.stored()));
    Result result = runner.run();
    List<CheckpointTensor> tensors = new ArrayList<>();
    for (int i = 0; i < assignments.size(); i++) {
      Tensor value = result.get(i);
      tensors.add(CheckpointTensor.of(assignments.get(i).spec(), () -> bytes(value)));
    }
    return new Snapshot(result, Checkpoint.of(name, tensors));
  }

  // TensorFlow's own order is the machine's, little-endian on all that it has libraries for.
  private static ByteBuffer bytes(Tensor value) {
    byte[] bytes = new byte[Math.toIntExact(value.numBytes())];
    value.asRawTensor().data().copyTo(DataBuffers.of(bytes), bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  /** The values of all variables at one moment. */
  public static final class Snapshot implements AutoCloseable {
    private final Result result;
    private final Checkpoint values;

    private Snapshot(Result result, Checkpoint values) {
      this.result = result;
      this.values = values;
    }

    /**
     * Returns the values.
     *
     * @return a checkpoint whose tensors may be read until this snapshot is closed
     */
    public Checkpoint values() {
      return values;
    }

    /** Lets the values go. */
    @Override
    public void close() {
      result.close();
    }
  }
}
