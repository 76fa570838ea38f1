package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Hands the variables of loop bodies in from outside.
 *
 * <p>TensorFlow Java has no type for resource handles, so a body is built with handles of its own
 * that name the variables. That runs, but Python replaces only the handles of the outer graph by
 * its own variables and would not find those in a body. Here each body gets its handles as
 * arguments, which it passes through, and so does the condition beside it; each loop is given the
 * outer graph's.
 */
final class LoopHandles {
  private static final String HANDLE = "VarHandleOp";

  private final GraphDef.Builder graph;
  private final ImmutableMap<String, String> outer; // by shared name

  private LoopHandles(GraphDef.Builder graph) {
    this.graph = graph;
    this.outer =
        graph.getNodeList().stream()
            .filter(node -> node.getOp().equals(HANDLE))
            .collect(ImmutableMap.toImmutableMap(LoopHandles::sharedName, NodeDef::getName));
  }

  /** Rewrites all loops of a graph, whose conditions belong to one body each. */
  static void lift(GraphDef.Builder graph) {
    new LoopHandles(graph).lift();
  }

  private void lift() {
    Map<String, ImmutableSortedMap<String, String>> captured = new HashMap<>();
    for (NodeDef.Builder loop : graph.getNodeBuilderList()) {
      if (loop.getOp().equals("While")) {
        String body = function(loop, "body");
        ImmutableSortedMap<String, String> handles =
            captured.computeIfAbsent(body, name -> lift(name, function(loop, "cond")));
        feed(loop, handles.keySet().stream().map(outer::get).toList());
      }
    }
  }

  private static String function(NodeDef.Builder loop, String attribute) {
    return loop.getAttrOrThrow(attribute).getFunc().getName();
  }

  private static String sharedName(NodeDef handle) {
    return handle.getAttrOrThrow("shared_name").getS().toStringUtf8();
  }

  /** Turns a body's handles into arguments; returns the arguments by the variables' names. */
  private ImmutableSortedMap<String, String> lift(String body, String condition) {
    FunctionDef.Builder function = find(body);
    Map<String, String> nodes = new HashMap<>(); // shared name by node
    List<NodeDef> others = new ArrayList<>();
    for (NodeDef node : function.getNodeDefList()) {
      if (node.getOp().equals(HANDLE)) {
        nodes.put(node.getName(), sharedName(node));
      } else {
        others.add(node);
      }
    }
    ImmutableSortedMap.Builder<String, String> arguments = ImmutableSortedMap.naturalOrder();
    nodes.values().forEach(name -> arguments.put(name, "variable_" + name.replace('/', '_')));
    ImmutableSortedMap<String, String> byName = arguments.buildOrThrow();

    Map<String, String> renamed = Maps.transformValues(nodes, byName::get);
    function.clearNodeDef();
    others.forEach(node -> function.addNodeDef(rewired(node, renamed)));
    for (String argument : byName.values()) {
      function.getSignatureBuilder().addInputArg(handle(argument));
      function.getSignatureBuilder().addOutputArg(handle(argument + "_next"));
      function.putRet(argument + "_next", argument);
      find(condition).getSignatureBuilder().addInputArg(handle(argument));
    }
    return byName;
  }

  private FunctionDef.Builder find(String name) {
    FunctionDefLibrary.Builder library = graph.getLibraryBuilder();
    return library.getFunctionBuilderList().stream()
        .filter(function -> function.getSignature().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static OpDef.ArgDef handle(String name) {
    return OpDef.ArgDef.newBuilder().setName(name).setType(DataType.DT_RESOURCE).build();
  }

  private static NodeDef rewired(NodeDef node, Map<String, String> renamed) {
    NodeDef.Builder copy = node.toBuilder().clearInput();
    for (String input : node.getInputList()) {
      copy.addInput(renamed.getOrDefault(GraphNames.node(input), input));
    }
    return copy.build();
  }

  private static void feed(NodeDef.Builder loop, List<String> handles) {
    AttrValue.Builder types = loop.getAttrOrThrow("T").toBuilder();
    AttrValue.Builder shapes =
        loop.getAttrOrDefault("output_shapes", AttrValue.getDefaultInstance()).toBuilder();
    boolean shaped = shapes.getList().getShapeCount() > 0;
    for (String handle : handles) {
      loop.addInput(handle);
      types.getListBuilder().addType(DataType.DT_RESOURCE);
      if (shaped) {
        shapes.getListBuilder().addShape(TensorShapeProto.getDefaultInstance());
      }
    }
    loop.putAttr("T", types.build());
    if (shaped) {
      loop.putAttr("output_shapes", shapes.build());
    }
    // As Python writes loops: the body becomes part of the graph that is optimized as a whole.
    loop.putAttr("_lower_using_switch_merge", AttrValue.newBuilder().setB(true).build());
  }
}
