package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.maskgit.checkpoint.DType;
import org.maskgit.graph.Variable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TString;

/**
 * The nodes that loaders want around the variables: an initializer each, which nobody runs, and one
 * saver that reads and writes them all.
 */
final class VariableNodes {
  private static final String FILE_NAME = "save/filename";
  private static final String SAVED = "save/control_dependency";
  private static final String RESTORE = "save/restore_all";

  private final Graph graph;
  private final ImmutableList<? extends Variable<?>> variables;

  private VariableNodes(Graph graph, ImmutableList<? extends Variable<?>> variables) {
    this.graph = graph;
    this.variables = variables;
  }

  /**
   * Adds the nodes to a graph.
   *
   * @param graph the graph of the variables
   * @param variables the variables
   * @param saved what a variable is called in the checkpoint
   */
  static VariableNodes add(
      Graph graph, ImmutableList<? extends Variable<?>> variables, UnaryOperator<String> saved) {
    VariableNodes nodes = new VariableNodes(graph, variables);
    variables.forEach(nodes::addInitializer);
    nodes.addSaver(variables.stream().map(v -> saved.apply(v.name())).toArray(String[]::new));
    return nodes;
  }

  static DataType dataType(Variable<?> variable) {
    return variable.spec().dtype() == DType.BFLOAT16 ? DataType.DT_BFLOAT16 : DataType.DT_FLOAT;
  }

  /** A filled tensor, not a constant: the weights would be in the graph a second time. */
  private void addInitializer(Variable<?> variable) {
    Ops tf = Ops.create(graph);
    Shape shape = variable.spec().shape();
    GraphOperation zero =
        graph
            .opBuilder("Cast", variable.name() + "/Zero", graph.baseScope())
            .addInput(tf.constant(0f).asOutput())
            .setAttr("SrcT", DataType.DT_FLOAT)
            .setAttr("DstT", dataType(variable))
            .build();
    GraphOperation zeros =
        graph
            .opBuilder("Fill", variable.name() + "/Initial", graph.baseScope())
            .addInput(tf.constant(shape.asArray()).asOutput())
            .addInput(zero.output(0))
            .build();
    assign(variable, variable.name() + "/Assign", zeros.output(0));
  }

  private GraphOperation assign(Variable<?> variable, String name, Output<?> value) {
    return graph
        .opBuilder("AssignVariableOp", name, graph.baseScope())
        .addInput(variable.handle())
        .addInput(value)
        .setAttr("dtype", dataType(variable))
        .build();
  }

  private void addSaver(String[] names) {
    Ops tf = Ops.create(graph).withSubScope("save");
    Placeholder<TString> file =
        tf.withName("filename").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    Operand<TString> keys = tf.constant(StdArrays.ndCopyOf(names));
    Operand<TString> whole = tf.zerosLike(keys); // no slices
    GraphOperation save =
        graph
            .opBuilder("SaveV2", "save/save", graph.baseScope())
            .addInput(file.asOutput())
            .addInput(keys.asOutput())
            .addInput(whole.asOutput())
            .addInputList(
                variables.stream()
                    .map(v -> graph.operationOrThrow(v.name() + "/Read").output(0))
                    .toArray(Output<?>[]::new))
            .build();
    tf.withControlDependencies(List.<Op>of(() -> save))
        .withName("control_dependency")
        .identity(file);
    GraphOperation restore =
        graph
            .opBuilder("RestoreV2", "save/restore", graph.baseScope())
            .addInput(file.asOutput())
            .addInput(keys.asOutput())
            .addInput(whole.asOutput())
            .setAttr(
                "dtypes", variables.stream().map(VariableNodes::dataType).toArray(DataType[]::new))
            .build();
    List<Op> assigned = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable<?> variable = variables.get(i);
      GraphOperation assign =
          assign(variable, "save/" + variable.name() + "/Assign", restore.output(i));
      assigned.add(() -> assign);
    }
    tf.withControlDependencies(assigned).withName("restore_all").noOp();
  }

  SaverDef saver() {
    return SaverDef.newBuilder()
        .setFilenameTensorName(FILE_NAME + ":0")
        .setSaveTensorName(SAVED + ":0")
        .setRestoreOpName(RESTORE)
        .setVersion(SaverDef.CheckpointFormatVersion.V2)
        .build();
  }

  /** The collection {@code variables}, by which Python finds them. */
  CollectionDef collection() {
    CollectionDef.BytesList.Builder definitions = CollectionDef.BytesList.newBuilder();
    for (Variable<?> variable : variables) {
      definitions.addValue(
          VariableDef.newBuilder()
              .setVariableName(variable.name() + ":0")
              .setInitializerName(variable.name() + "/Assign")
              .setInitialValueName(variable.name() + "/Initial:0")
              .setSnapshotName(variable.name() + "/Read:0")
              .setIsResource(true)
              .setTrainable(true)
              .build()
              .toByteString());
    }
    return CollectionDef.newBuilder().setBytesList(definitions).build();
  }
}
