package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.VersionDef;
import org.tensorflow.types.TFloat32;

/**
 * A frozen network that can be built into another graph, behind any tensor of it: gradients then
 * flow through. TensorFlow's own import can't connect what it imports.
 *
 * <p>Only what leads from the input to the outputs asked for is built. Not safe for use by several
 * threads.
 */
public final class FrozenNetwork {
  private final String name;
  private final ImmutableMap<String, String> signature;
  private final VersionDef versions;
  private final ImmutableMap<String, NodeDef> nodes;
  private final ImmutableMap<String, OpDef> operations;

  private FrozenNetwork(
      String name,
      ImmutableMap<String, String> signature,
      VersionDef versions,
      List<NodeDef> nodes) {
    this.name = name;
    this.signature = signature;
    this.versions = versions;
    this.nodes =
        nodes.stream().collect(ImmutableMap.toImmutableMap(NodeDef::getName, node -> node));
    this.operations =
        TensorFlow.registeredOpList().getOpList().stream()
            .collect(ImmutableMap.toImmutableMap(OpDef::getName, op -> op));
  }

  /**
   * Reads a network.
   *
   * @param path a serialised GraphDef with its weights as constants, or the folder of a SavedModel
   * @return the network
   * @throws DataException if it is neither
   */
  public static FrozenNetwork load(Path path) {
    if (Files.isDirectory(path)) {
      SavedModels.Frozen frozen = SavedModels.freeze(path);
      return new FrozenNetwork(path.toString(), frozen.names(), frozen.versions(), frozen.nodes());
    }
    try {
      GraphDef graph = GraphDef.parseFrom(Files.readAllBytes(path));
      return new FrozenNetwork(
          path.toString(), ImmutableMap.of(), graph.getVersions(), graph.getNodeList());
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(
          "%s: expected a frozen GraphDef, found something else; name another network."
              .formatted(path),
          e);
    } catch (IOException e) {
      throw new DataException(
          "%s: expected a frozen GraphDef or a SavedModel, found nothing to read; check the path."
              .formatted(path),
          e);
    }
  }

  /**
   * Builds the network behind a tensor.
   *
   * @param graph where to build
   * @param prefix what the names of its operations begin with, unique in the graph
   * @param inputName the input that the tensor takes the place of: a node, or a SavedModel's key
   * @param input the tensor
   * @param outputs names of what to return: {@code node}, {@code node:1}, or a SavedModel's keys
   * @return the outputs, in that order
   * @throws DataException if a name is unknown or the network can't be built
   */
  ImmutableList<Operand<TFloat32>> build(
      Graph graph, String prefix, String inputName, Operand<TFloat32> input, List<String> outputs) {
    String replaced = tensor(inputName).node();
    require(replaced);
    Map<String, Output<?>[]> built = new HashMap<>();
    built.put(replaced, new Output<?>[] {input.asOutput()});
    ImmutableList.Builder<Operand<TFloat32>> found = ImmutableList.builder();
    for (String output : outputs) {
      Tensor tensor = tensor(output);
      buildUpTo(graph, prefix, require(tensor.node()), built);
      found.add(tensor.in(built).expect(TFloat32.class));
    }
    return found.build();
  }

  /**
   * Returns the network as a graph of its own, for {@link Graph#importGraphDef}. It keeps the
   * version it was made for: operations that TensorFlow removed since then run in it, but can't be
   * built anew.
   *
   * @param inputName the input, a node or a SavedModel's key, which becomes a placeholder of
   *     float32 under the name that {@link #nodeOf} tells
   * @return the graph
   * @throws DataException if there is no such input
   */
  public GraphDef behindPlaceholder(String inputName) {
    String replaced = nodeOf(inputName);
    NodeDef placeholder =
        NodeDef.newBuilder()
            .setName(replaced)
            .setOp("Placeholder")
            .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
            .build();
    GraphDef.Builder graph = GraphDef.newBuilder().setVersions(versions);
    nodes.values().forEach(n -> graph.addNode(n.getName().equals(replaced) ? placeholder : n));
    return graph.build();
  }

  /**
   * Finds a node.
   *
   * @param nameOrKey {@code node}, {@code node:1}, or a SavedModel's key
   * @return its name
   * @throws DataException if there is none
   */
  public String nodeOf(String nameOrKey) {
    return require(tensor(nameOrKey).node()).getName();
  }

  /**
   * Lists what a node takes.
   *
   * @param node its name
   * @return the names of its inputs as the graph spells them, without control dependencies
   * @throws DataException if there is no such node
   */
  public ImmutableList<String> inputsOf(String node) {
    return require(node).getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Finds a tensor.
   *
   * @param nameOrKey {@code node}, {@code node:1}, or a SavedModel's key
   * @return its name, such as {@code node:1}
   * @throws DataException if there is no such node
   */
  public String tensorOf(String nameOrKey) {
    Tensor tensor = tensor(nameOrKey);
    return require(tensor.node()).getName() + ":" + tensor.index();
  }

  private Tensor tensor(String nameOrKey) {
    return Tensor.of(signature.getOrDefault(nameOrKey, nameOrKey));
  }

  /**
   * A reference to an output of a node.
   *
   * @param node its name
   * @param index which output
   */
  private record Tensor(String node, int index) {
    static Tensor of(String reference) {
      int colon = reference.lastIndexOf(':');
      return colon < 0
          ? new Tensor(reference, 0)
          : new Tensor(
              reference.substring(0, colon), Integer.parseInt(reference.substring(colon + 1)));
    }

    Output<?> in(Map<String, Output<?>[]> built) {
      return built.get(node)[index];
    }
  }

  // A loop, not a recursion: networks are deeper than stacks.
  private void buildUpTo(Graph graph, String prefix, NodeDef last, Map<String, Output<?>[]> built) {
    Deque<NodeDef> waiting = new ArrayDeque<>();
    waiting.push(last);
    while (!waiting.isEmpty()) {
      NodeDef node = waiting.peek();
      List<NodeDef> missing =
          built.containsKey(node.getName())
              ? List.of()
              : inputs(node).stream()
                  .filter(input -> !built.containsKey(input.node()))
                  .map(input -> require(input.node()))
                  .toList();
      if (missing.isEmpty()) {
        waiting.pop();
        if (!built.containsKey(node.getName())) {
          built.put(node.getName(), build(graph, prefix, node, built));
        }
      } else {
        missing.forEach(waiting::push);
      }
    }
  }

  private NodeDef require(String node) {
    NodeDef found = nodes.get(node);
    if (found == null) {
      throw new DataException(
          "%s: expected a node %s, found none of that name among %d; look the names up."
              .formatted(name, node, nodes.size()));
    }
    return found;
  }

  /** The tensors that a node takes, without control dependencies: a frozen network needs none. */
  private static List<Tensor> inputs(NodeDef node) {
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(Tensor::of)
        .toList();
  }

  private Output<?>[] build(
      Graph graph, String prefix, NodeDef node, Map<String, Output<?>[]> built) {
    OpDef operation = operations.get(node.getOp());
    if (operation == null || node.getOp().equals("Placeholder")) {
      throw new DataException(
          "%s: expected a network with one input, found the %s %s before an output."
              .formatted(name, node.getOp(), node.getName()));
    }
    GraphOperationBuilder builder =
        graph.opBuilder(node.getOp(), prefix + "/" + node.getName(), graph.baseScope());
    connect(builder, operation, node, built);
    for (OpDef.AttrDef attribute : operation.getAttrList()) {
      AttrValue value = node.getAttrMap().get(attribute.getName());
      if (value != null) {
        OperationBuilder unused = builder.setAttr(attribute.getName(), value);
      }
    }
    GraphOperation made = builder.build();
    Output<?>[] outputs = new Output<?>[made.numOutputs()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = made.output(i);
    }
    return outputs;
  }

  private static void connect(
      GraphOperationBuilder builder,
      OpDef operation,
      NodeDef node,
      Map<String, Output<?>[]> built) {
    List<Output<?>> given = new ArrayList<>();
    inputs(node).forEach(input -> given.add(input.in(built)));
    int next = 0;
    for (OpDef.ArgDef argument : operation.getInputArgList()) {
      OptionalInt length = length(argument, node);
      if (length.isEmpty()) {
        builder.addInput(given.get(next++));
      } else {
        int end = next + length.getAsInt();
        builder.addInputList(given.subList(next, end).toArray(new Output<?>[0]));
        next = end;
      }
    }
  }

  /** The length of a list argument, or nothing for a single one. */
  static OptionalInt length(OpDef.ArgDef argument, NodeDef node) {
    if (!argument.getNumberAttr().isEmpty()) {
      return OptionalInt.of((int) node.getAttrOrThrow(argument.getNumberAttr()).getI());
    }
    if (!argument.getTypeListAttr().isEmpty()) {
      AttrValue types = node.getAttrOrThrow(argument.getTypeListAttr());
      return OptionalInt.of(types.getList().getTypeCount());
    }
    return OptionalInt.empty();
  }
}
