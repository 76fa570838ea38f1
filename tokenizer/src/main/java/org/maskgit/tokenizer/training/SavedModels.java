package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/** Freezes SavedModels: function calls become their bodies, variables become constants. */
final class SavedModels {
  private static final String TAG = "serve";
  private static final String SIGNATURE = "serving_default";

  private SavedModels() {}

  /**
   * A frozen SavedModel.
   *
   * @param versions what the graph was made for
   * @param nodes the graph without variables and calls
   * @param names what is called otherwise in this graph: the inputs and outputs of the default
   *     signature, and the outputs of calls
   */
  record Frozen(
      VersionDef versions, ImmutableList<NodeDef> nodes, ImmutableMap<String, String> names) {}

  /**
   * Freezes one.
   *
   * @param folder with {@code saved_model.pb} and {@code variables}
   * @throws DataException if it can't be loaded
   */
  static Frozen freeze(Path folder) {
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), TAG)) {
      GraphDef graph = bundle.metaGraphDef().getGraphDef();
      FunctionInliner flat = FunctionInliner.inline(graph);
      ImmutableList<NodeDef> nodes = flat.nodes();
      return new Frozen(
          graph.getVersions(), withConstants(nodes, values(bundle, nodes)), names(bundle, flat));
    } catch (TensorFlowException e) {
      throw new DataException(
          "%s: expected a SavedModel with the tag %s, found an error: %s; name another network."
              .formatted(folder, TAG, e.getMessage()),
          e);
    }
  }

  private static ImmutableMap<String, String> names(SavedModelBundle bundle, FunctionInliner flat) {
    SignatureDef signature =
        bundle
            .metaGraphDef()
            .getSignatureDefOrDefault(SIGNATURE, SignatureDef.getDefaultInstance());
    ImmutableMap.Builder<String, String> names = ImmutableMap.builder();
    flat.calls().forEach(call -> names.put(call, flat.resolve(call)));
    signature.getInputsMap().forEach((key, tensor) -> names.put(key, tensor.getName()));
    signature
        .getOutputsMap()
        .forEach((key, tensor) -> names.put(key, flat.resolve(tensor.getName())));
    return names.buildKeepingLast();
  }

  private static Map<String, NodeDef> values(SavedModelBundle bundle, List<NodeDef> nodes) {
    List<NodeDef> variables = nodes.stream().filter(SavedModels::isVariable).toList();
    if (variables.isEmpty()) {
      return Map.of();
    }
    Graph graph = bundle.graph();
    Session.Runner runner = bundle.session().runner();
    for (NodeDef variable : variables) {
      Output<?> handle = graph.operation(variable.getName()).output(0);
      boolean isResource = variable.getOp().equals("VarHandleOp");
      runner.fetch(isResource ? read(graph, variable, handle) : handle);
    }
    Map<String, NodeDef> constants = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      for (int i = 0; i < variables.size(); i++) {
        constants.put(variables.get(i).getName(), constant(variables.get(i), result.get(i)));
      }
    }
    return constants;
  }

  private static boolean isVariable(NodeDef node) {
    return switch (node.getOp()) {
      case "VarHandleOp", "VariableV2", "Variable" -> true;
      default -> false;
    };
  }

  private static Output<?> read(Graph graph, NodeDef variable, Output<?> handle) {
    return graph
        .opBuilder("ReadVariableOp", "freeze/" + variable.getName(), graph.baseScope())
        .addInput(handle)
        .setAttr("dtype", variable.getAttrOrThrow("dtype").getType())
        .build()
        .output(0);
  }

  private static NodeDef constant(NodeDef variable, Tensor value) {
    byte[] bytes = new byte[Math.toIntExact(value.numBytes())];
    value.asRawTensor().data().copyTo(DataBuffers.of(bytes), bytes.length);
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : value.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    DataType type = variable.getAttrOrThrow("dtype").getType();
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(type)
            .setTensorShape(shape)
            .setTensorContent(ByteString.copyFrom(bytes))
            .build();
    return NodeDef.newBuilder()
        .setName(variable.getName())
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  private static ImmutableList<NodeDef> withConstants(
      List<NodeDef> nodes, Map<String, NodeDef> constants) {
    return nodes.stream()
        .map(
            node ->
                node.getOp().equals("ReadVariableOp")
                    ? identity(node)
                    : constants.getOrDefault(node.getName(), node))
        .collect(ImmutableList.toImmutableList());
  }

  private static NodeDef identity(NodeDef read) {
    return NodeDef.newBuilder()
        .setName(read.getName())
        .setOp("Identity")
        .addAllInput(read.getInputList())
        .putAttr("T", read.getAttrOrThrow("dtype"))
        .build();
  }
}
