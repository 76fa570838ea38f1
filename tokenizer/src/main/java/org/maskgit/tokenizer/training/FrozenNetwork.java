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
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperationBuilder;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.types.TFloat32;

/**
 * A frozen network that can be built into another graph, behind any tensor of it: gradients then
 * flow through. TensorFlow's own import can't connect what it imports.
 *
 * <p>Only what leads from the input to the outputs asked for is built. Not safe for use by several
 * threads.
 */
final class FrozenNetwork {
  private final String name;
  private final ImmutableMap<String, NodeDef> nodes;
  private final ImmutableMap<String, OpDef> operations;

  private FrozenNetwork(String name, ImmutableMap<String, NodeDef> nodes) {
    this.name = name;
    this.nodes = nodes;
    this.operations =
        TensorFlow.registeredOpList().getOpList().stream()
            .collect(ImmutableMap.toImmutableMap(OpDef::getName, op -> op));
  }

  /**
   * Reads a network.
   *
   * @param file a serialised GraphDef with its weights as constants
   * @throws DataException if it is none
   */
  static FrozenNetwork load(Path file) {
    try {
      return of(file.toString(), GraphDef.parseFrom(Files.readAllBytes(file)));
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(
          "%s: expected a frozen GraphDef, found something else; name another perceptual network."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new DataException(
          "%s: expected the perceptual network, found no readable file (%s); check the path."
              .formatted(file, e),
          e);
    }
  }

  static FrozenNetwork of(String name, GraphDef graph) {
    return new FrozenNetwork(
        name,
        graph.getNodeList().stream()
            .collect(ImmutableMap.toImmutableMap(NodeDef::getName, node -> node)));
  }

  /**
   * Builds the network behind a tensor.
   *
   * @param graph where to build
   * @param prefix what the names of its operations begin with, unique in the graph
   * @param inputName the input that the tensor takes the place of
   * @param input the tensor
   * @param outputs names of what to return, {@code node} or {@code node:1}
   * @return the outputs, in that order
   * @throws DataException if a name is unknown or the network can't be built
   */
  ImmutableList<Operand<TFloat32>> build(
      Graph graph, String prefix, String inputName, Operand<TFloat32> input, List<String> outputs) {
    String replaced = Tensor.of(inputName).node();
    require(replaced);
    Map<String, Output<?>[]> built = new HashMap<>();
    built.put(replaced, new Output<?>[] {input.asOutput()});
    ImmutableList.Builder<Operand<TFloat32>> found = ImmutableList.builder();
    for (String output : outputs) {
      Tensor tensor = Tensor.of(output);
      buildUpTo(graph, prefix, require(tensor.node()), built);
      found.add(tensor.in(built).expect(TFloat32.class));
    }
    return found.build();
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
    List<Output<?>> given = new ArrayList<>();
    inputs(node).forEach(input -> given.add(input.in(built)));
    int next = 0;
    for (OpDef.ArgDef argument : operation.getInputArgList()) {
      int length = length(argument, node);
      if (length < 0) {
        builder.addInput(given.get(next++));
      } else {
        builder.addInputList(given.subList(next, next + length).toArray(new Output<?>[0]));
        next += length;
      }
    }
    node.getAttrMap()
        .forEach(
            (key, value) -> {
              if (operation.getAttrList().stream().anyMatch(a -> a.getName().equals(key))) {
                builder.setAttr(key, value);
              }
            });
    var made = builder.build();
    Output<?>[] outputs = new Output<?>[made.numOutputs()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = made.output(i);
    }
    return outputs;
  }

  /** The length of a list argument, or -1 for a single one. */
  private static int length(OpDef.ArgDef argument, NodeDef node) {
    if (!argument.getNumberAttr().isEmpty()) {
      return (int) node.getAttrOrThrow(argument.getNumberAttr()).getI();
    }
    if (!argument.getTypeListAttr().isEmpty()) {
      AttrValue types = node.getAttrOrThrow(argument.getTypeListAttr());
      return types.getList().getTypeCount();
    }
    return -1;
  }
}
