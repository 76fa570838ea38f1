package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.ResourceHandleProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * A signature's part of a graph as a function, which is what TensorFlow 2 calls: its inputs in
 * alphabetical order, then the handles of the variables that it reads.
 */
final class SignatureFunction {
  private static final ImmutableMap<String, OpDef> OPERATIONS =
      Maps.uniqueIndex(TensorFlow.registeredOpList().getOpList(), OpDef::getName);

  private final ImmutableMap<String, NodeDef> graph;
  private final Map<String, String> arguments = new LinkedHashMap<>(); // by the node they replace
  private final ImmutableList.Builder<String> captured = ImmutableList.builder();
  private final OpDef.Builder signature = OpDef.newBuilder().setIsStateful(true);
  private final FunctionDef.Builder function = FunctionDef.newBuilder();

  private SignatureFunction(ImmutableMap<String, NodeDef> graph) {
    this.graph = graph;
  }

  /**
   * A function.
   *
   * @param definition the function
   * @param captured the variables whose handles are its last arguments
   */
  record Captured(FunctionDef definition, ImmutableList<String> captured) {
    String name() {
      return definition.getSignature().getName();
    }

    /** A function that only calls this one, as signatures are in TensorFlow 2. */
    Captured wrapped(String name) {
      return new Captured(wrapper(name, definition), captured);
    }
  }

  /**
   * Makes a function of a signature.
   *
   * @param name the function's name
   * @param ofGraph the signature
   * @param graph the graph's nodes by name
   */
  static Captured of(String name, SignatureDef ofGraph, ImmutableMap<String, NodeDef> graph) {
    return new SignatureFunction(graph).build(name, ofGraph);
  }

  private Captured build(String name, SignatureDef ofGraph) {
    ImmutableSortedMap.copyOf(ofGraph.getInputsMap()).forEach(this::addInput);
    ImmutableSortedMap<String, TensorInfo> outputs =
        ImmutableSortedMap.copyOf(ofGraph.getOutputsMap());
    Set<String> nodes = reachable(outputs);
    nodes.forEach(node -> function.addNodeDef(rewired(graph.get(node), nodes)));
    outputs.forEach(
        (key, output) -> {
          signature.addOutputArg(OpDef.ArgDef.newBuilder().setName(key).setType(output.getDtype()));
          function.putRet(key, functionTensor(output.getName()));
        });
    return new Captured(function.setSignature(signature.setName(name)).build(), captured.build());
  }

  private void addInput(String name, TensorInfo input) {
    arguments.put(GraphNames.node(input.getName()), name);
    AttrValue shape =
        AttrValue.newBuilder()
            .setList(AttrValue.ListValue.newBuilder().addShape(input.getTensorShape()))
            .build();
    AttrValue given = AttrValue.newBuilder().setS(ByteString.copyFromUtf8(name)).build();
    function.putArgAttr(
        signature.getInputArgCount(),
        FunctionDef.ArgAttrs.newBuilder()
            .putAttr("_output_shapes", shape)
            .putAttr("_user_specified_name", given)
            .build());
    signature.addInputArg(OpDef.ArgDef.newBuilder().setName(name).setType(input.getDtype()));
  }

  /** The nodes that the outputs need, without those that become arguments. */
  private Set<String> reachable(Map<String, TensorInfo> outputs) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    outputs.values().forEach(output -> open.add(GraphNames.node(output.getName())));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (arguments.containsKey(name) || seen.contains(name)) {
        continue;
      }
      NodeDef node = graph.get(name);
      if (node.getOp().equals("VarHandleOp")) {
        capture(node);
      } else {
        seen.add(name);
        node.getInputList().forEach(input -> open.add(GraphNames.node(input)));
      }
    }
    return seen;
  }

  private void capture(NodeDef handle) {
    String argument = "variable_" + arguments.size();
    arguments.put(handle.getName(), argument);
    captured.add(handle.getName());
    signature.addInputArg(
        OpDef.ArgDef.newBuilder()
            .setName(argument)
            .setType(DataType.DT_RESOURCE)
            .addHandleData(
                ResourceHandleProto.DtypeAndShape.newBuilder()
                    .setDtype(handle.getAttrOrThrow("dtype").getType())
                    .setShape(handle.getAttrOrThrow("shape").getShape())));
  }

  private NodeDef rewired(NodeDef node, Set<String> nodes) {
    NodeDef.Builder copy = node.toBuilder().clearInput();
    for (String input : node.getInputList()) {
      if (!GraphNames.isControl(input)) {
        copy.addInput(functionTensor(input));
      } else if (nodes.contains(GraphNames.node(input))) {
        copy.addInput(input);
      }
    }
    return copy.build();
  }

  /** {@code node:2} of a graph as {@code node:output:index} of a function, or as an argument. */
  private String functionTensor(String tensor) {
    String name = GraphNames.node(tensor);
    if (arguments.containsKey(name)) {
      return arguments.get(name);
    }
    int index =
        name.length() == tensor.length()
            ? 0
            : Integer.parseInt(tensor.substring(name.length() + 1));
    NodeDef node = graph.get(name);
    for (OpDef.ArgDef output : OPERATIONS.get(node.getOp()).getOutputArgList()) {
      int size = size(output, node);
      if (index < size) {
        return name + ":" + output.getName() + ":" + index;
      }
      index -= size;
    }
    throw new IllegalStateException("expected an output of %s, found %s".formatted(name, tensor));
  }

  private static int size(OpDef.ArgDef output, NodeDef node) {
    if (!output.getNumberAttr().isEmpty()) {
      return (int) node.getAttrOrThrow(output.getNumberAttr()).getI();
    }
    return output.getTypeListAttr().isEmpty()
        ? 1
        : node.getAttrOrThrow(output.getTypeListAttr()).getList().getTypeCount();
  }

  private static FunctionDef wrapper(String name, FunctionDef called) {
    String call = "StatefulPartitionedCall";
    NodeDef.Builder node = NodeDef.newBuilder().setName(call).setOp(call);
    AttrValue.Builder inputs = AttrValue.newBuilder();
    AttrValue.Builder outputs = AttrValue.newBuilder();
    FunctionDef.Builder wrapper =
        FunctionDef.newBuilder()
            .setSignature(called.getSignature().toBuilder().setName(name))
            .putAllArgAttr(called.getArgAttrMap());
    for (OpDef.ArgDef input : called.getSignature().getInputArgList()) {
      node.addInput(input.getName());
      inputs.getListBuilder().addType(input.getType());
    }
    int index = 0;
    for (OpDef.ArgDef output : called.getSignature().getOutputArgList()) {
      outputs.getListBuilder().addType(output.getType());
      wrapper.putRet(output.getName(), call + ":output:" + index++);
    }
    NameAttrList function =
        NameAttrList.newBuilder().setName(called.getSignature().getName()).build();
    return wrapper
        .addNodeDef(
            node.putAttr("f", AttrValue.newBuilder().setFunc(function).build())
                .putAttr("Tin", inputs.build())
                .putAttr("Tout", outputs.build()))
        .build();
  }
}
