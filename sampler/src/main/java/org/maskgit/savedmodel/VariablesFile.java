package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Writes the values of an export as a TensorFlow checkpoint. */
final class VariablesFile {
  private VariablesFile() {}

  /**
   * Writes {@code prefix.index} and the data beside it.
   *
   * @param prefix the files' names without their ends
   * @param values the values, by the names of the variables
   * @param stored float32 or bfloat16, to which values are rounded
   * @param names what the variables are called in the files
   * @throws DataException if they can't be written
   */
  static void write(
      Path prefix,
      ImmutableMap<String, CheckpointTensor> values,
      DType stored,
      CheckpointNames names) {
    try (Graph graph = new Graph()) {
      List<String> keys = new ArrayList<>();
      List<GraphOperation> fed = new ArrayList<>();
      List<Output<?>> saved = new ArrayList<>();
      values.forEach(
          (name, value) -> {
            GraphOperation placeholder = placeholder(graph, name, value);
            keys.add(names.name(name));
            fed.add(placeholder);
            saved.add(
                stored == DType.BFLOAT16 ? narrowed(graph, placeholder) : placeholder.output(0));
          });
      names
          .objectGraph()
          .ifPresent(
              bytes -> {
                keys.add(CheckpointNames.OBJECT_GRAPH);
                saved.add(string(graph, bytes));
              });
      run(graph, save(graph, prefix, keys, saved), fed, values.values().asList());
    } catch (TensorFlowException e) {
      throw new DataException(
          "Can't write %s: %s; free some space or choose another folder."
              .formatted(prefix, e.getMessage()),
          e);
    }
  }

  private static GraphOperation placeholder(Graph graph, String name, CheckpointTensor value) {
    return graph
        .opBuilder("Placeholder", name, graph.baseScope())
        .setAttr("dtype", DataType.DT_FLOAT)
        .setAttr("shape", value.shape())
        .build();
  }

  private static Output<?> narrowed(Graph graph, GraphOperation value) {
    return graph
        .opBuilder("Cast", value.name() + "/narrowed", graph.baseScope())
        .addInput(value.output(0))
        .setAttr("SrcT", DataType.DT_FLOAT)
        .setAttr("DstT", DataType.DT_BFLOAT16)
        .build()
        .output(0);
  }

  private static Output<?> string(Graph graph, byte[] bytes) {
    return Ops.create(graph)
        .constantOf(TString.tensorOfBytes(NdArrays.scalarOfObject(bytes)))
        .asOutput();
  }

  private static GraphOperation save(
      Graph graph, Path prefix, List<String> names, List<Output<?>> values) {
    Ops tf = Ops.create(graph);
    Operand<TString> keys = tf.constant(StdArrays.ndCopyOf(names.toArray(String[]::new)));
    return graph
        .opBuilder("SaveV2", "save", graph.baseScope())
        .addInput(tf.constant(prefix.toString()).asOutput())
        .addInput(keys.asOutput())
        .addInput(tf.zerosLike(keys).asOutput())
        .addInputList(values.toArray(Output<?>[]::new))
        .build();
  }

  // Each value through one array, as VariableTransfer does: see there.
  private static void run(
      Graph graph, GraphOperation save, List<GraphOperation> fed, List<CheckpointTensor> values) {
    long largest = values.stream().mapToLong(v -> v.shape().size()).max().orElse(0);
    float[] scratch = new float[Math.toIntExact(largest)];
    List<Tensor> tensors = new ArrayList<>();
    try (Session session = new Session(graph)) {
      Session.Runner runner = session.runner().addTarget(save);
      for (int i = 0; i < fed.size(); i++) {
        Shape shape = values.get(i).shape();
        values.get(i).copyTo(FloatBuffer.wrap(scratch));
        Tensor tensor =
            TFloat32.tensorOf(shape, DataBuffers.of(scratch, true, false).narrow(shape.size()));
        tensors.add(tensor);
        runner.feed(fed.get(i).output(0), tensor);
      }
      runner.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }
}
