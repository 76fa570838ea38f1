package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Replaces the function calls of a graph by the functions' bodies: models saved by TensorFlow 2 are
 * made of calls, which TensorFlow can't differentiate from here. Control dependencies are dropped:
 * a network in inference needs none.
 */
final class FunctionInliner {
  private final ImmutableMap<String, FunctionDef> functions;
  private final ImmutableMap<String, OpDef> operations;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();

  /** What an output of a call is: {@code call:1} to {@code call/body:0}. */
  private final Map<String, String> aliases = new HashMap<>();

  private FunctionInliner(GraphDef graph) {
    functions =
        graph.getLibrary().getFunctionList().stream()
            .collect(ImmutableMap.toImmutableMap(f -> f.getSignature().getName(), f -> f));
    operations =
        TensorFlow.registeredOpList().getOpList().stream()
            .collect(ImmutableMap.toImmutableMap(OpDef::getName, op -> op));
  }

  /** Replaces all calls of a graph's own functions. */
  static FunctionInliner inline(GraphDef graph) {
    FunctionInliner inliner = new FunctionInliner(graph);
    Deque<NodeDef> waiting = new ArrayDeque<>(graph.getNodeList());
    while (!waiting.isEmpty()) {
      NodeDef node = withoutControl(waiting.pop());
      Optional<FunctionDef> called = inliner.called(node);
      if (called.isEmpty()) {
        inliner.nodes.put(node.getName(), node);
      } else {
        inliner.expand(node, called.get(), waiting);
      }
    }
    return inliner;
  }

  /** The nodes of the graph without calls. */
  ImmutableList<NodeDef> nodes() {
    ImmutableList.Builder<NodeDef> connected = ImmutableList.builder();
    for (NodeDef node : nodes.values()) {
      NodeDef.Builder own = node.toBuilder().clearInput();
      node.getInputList().forEach(input -> own.addInput(resolve(input)));
      connected.add(own.build());
    }
    return connected.build();
  }

  /**
   * What an output of the graph with calls, {@code call} or {@code call:1}, is in the one without.
   */
  String resolve(String output) {
    String reference = withIndex(output);
    while (aliases.containsKey(reference)) {
      reference = withIndex(aliases.get(reference));
    }
    return reference;
  }

  /** The outputs of calls that {@link #resolve} knows, {@code call:1}. */
  ImmutableSet<String> calls() {
    return ImmutableSet.copyOf(aliases.keySet());
  }

  private static String withIndex(String output) {
    return output.contains(":") ? output : output + ":0";
  }

  private static NodeDef withoutControl(NodeDef node) {
    NodeDef.Builder data = node.toBuilder().clearInput();
    node.getInputList().stream().filter(input -> !input.startsWith("^")).forEach(data::addInput);
    return data.build();
  }

  private Optional<FunctionDef> called(NodeDef node) {
    return switch (node.getOp()) {
      case "PartitionedCall", "StatefulPartitionedCall" ->
          Optional.ofNullable(functions.get(node.getAttrOrThrow("f").getFunc().getName()));
      default -> Optional.ofNullable(functions.get(node.getOp()));
    };
  }

  private void expand(NodeDef call, FunctionDef function, Deque<NodeDef> waiting) {
    Map<String, String> arguments = new HashMap<>();
    for (int i = 0; i < function.getSignature().getInputArgCount(); i++) {
      arguments.put(function.getSignature().getInputArg(i).getName(), call.getInput(i));
    }
    Map<String, NodeDef> body = new HashMap<>();
    function.getNodeDefList().forEach(node -> body.put(node.getName(), node));
    for (NodeDef node : function.getNodeDefList()) {
      NodeDef.Builder own = node.toBuilder().clearInput();
      own.setName(call.getName() + "/" + node.getName());
      for (String input : withoutControl(node).getInputList()) {
        own.addInput(reference(input, call.getName(), arguments, body));
      }
      waiting.push(own.build());
    }
    for (int i = 0; i < function.getSignature().getOutputArgCount(); i++) {
      String returned = function.getRetOrThrow(function.getSignature().getOutputArg(i).getName());
      aliases.put(call.getName() + ":" + i, reference(returned, call.getName(), arguments, body));
    }
  }

  /** What stands in a body as {@code name} or {@code node:output:index}, as {@code node:index}. */
  private String reference(
      String inBody, String prefix, Map<String, String> arguments, Map<String, NodeDef> body) {
    String[] parts = inBody.split(":", -1);
    if (parts.length < 3) {
      return arguments.get(parts[0]);
    }
    int first = firstIndex(body.get(parts[0]), parts[1]);
    return "%s/%s:%d".formatted(prefix, parts[0], first + Integer.parseInt(parts[2]));
  }

  private int firstIndex(NodeDef node, String output) {
    OpDef operation =
        functions.containsKey(node.getOp())
            ? functions.get(node.getOp()).getSignature()
            : operations.get(node.getOp());
    int index = 0;
    for (OpDef.ArgDef argument : operation.getOutputArgList()) {
      if (argument.getName().equals(output)) {
        break;
      }
      index += FrozenNetwork.length(argument, node).orElse(1);
    }
    return index;
  }
}
