package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maskgit.savedmodel.SignatureFunction.Captured;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedBareConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedUserObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.VersionDef;

/**
 * TensorFlow 2's tree of objects for a meta graph: the variables under their names, a callable for
 * each signature, and the signatures themselves. The graph stays as it is for all other readers.
 */
final class ObjectGraph {
  private static final String FUNCTION = "__inference_";
  private static final String WRAPPER = "__inference_signature_wrapper_";

  private final MetaGraphDef.Builder meta;
  private final ObjectTree tree;
  private final ImmutableMap<String, NodeDef> nodes;
  private final List<SavedObject.Builder> objects = new ArrayList<>();
  private final SavedObjectGraph.Builder graph = SavedObjectGraph.newBuilder();

  private ObjectGraph(MetaGraphDef.Builder meta, ObjectTree tree) {
    this.meta = meta;
    this.tree = tree;
    this.nodes = Maps.uniqueIndex(meta.getGraphDef().getNodeList(), NodeDef::getName);
  }

  /** Adds the tree to a meta graph. */
  static void add(MetaGraphDef.Builder meta, ObjectTree tree) {
    new ObjectGraph(meta, tree).add();
  }

  private void add() {
    for (int node = 0; node < tree.size(); node++) {
      objects.add(object(tree.variable(node)).addAllChildren(tree.children(node)));
    }
    int signatures = addTo(0, "signatures", userObject("signature_map"));
    ImmutableSortedMap.copyOf(meta.getSignatureDefMap())
        .forEach((name, signature) -> addSignature(signatures, name, signature));
    objects.forEach(graph::addNodes);
    meta.setObjectGraphDef(graph);
  }

  private SavedObject.Builder object(Optional<String> variable) {
    return variable
        .map(
            name -> {
              NodeDef handle = nodes.get(name);
              return SavedObject.newBuilder()
                  .setVariable(
                      SavedVariable.newBuilder()
                          .setDtype(handle.getAttrOrThrow("dtype").getType())
                          .setShape(handle.getAttrOrThrow("shape").getShape())
                          .setTrainable(true)
                          .setName(name));
            })
        .orElseGet(() -> userObject("_generic_user_object"));
  }

  private int addTo(int parent, String name, SavedObject.Builder object) {
    int node = objects.size();
    objects.add(object);
    objects.get(parent).addChildren(ObjectTree.reference(name, node));
    return node;
  }

  private void addSignature(int signatures, String name, SignatureDef signature) {
    Captured function = SignatureFunction.of(FUNCTION + name, signature, nodes);
    Captured wrapper = function.wrapped(WRAPPER + name);
    meta.getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(function.definition())
        .addFunction(wrapper.definition());
    StructuredValue positional = StructuredValues.tuple(signature.getInputsMap());
    StructuredValue keywords = StructuredValues.dict(signature.getInputsMap());
    StructuredValue outputs = StructuredValues.dict(signature.getOutputsMap());
    addConcrete(function, StructuredValues.tuple(positional, StructuredValues.EMPTY_DICT), outputs);
    addConcrete(wrapper, StructuredValues.tuple(StructuredValues.EMPTY_TUPLE, keywords), outputs);

    ImmutableSortedSet<String> inputs =
        ImmutableSortedSet.copyOf(signature.getInputsMap().keySet());
    addTo(0, name, callable(function, inputs, positional));
    addTo(signatures, name, bare(wrapper, inputs));
  }

  private void addConcrete(Captured function, StructuredValue inputs, StructuredValue outputs) {
    SavedConcreteFunction.Builder concrete =
        SavedConcreteFunction.newBuilder()
            .setCanonicalizedInputSignature(inputs)
            .setOutputSignature(outputs);
    function.captured().forEach(variable -> concrete.addBoundInputs(tree.node(variable)));
    graph.putConcreteFunctions(function.name(), concrete.build());
  }

  private static SavedObject.Builder callable(
      Captured function, ImmutableSortedSet<String> inputs, StructuredValue positional) {
    return SavedObject.newBuilder()
        .setFunction(
            SavedFunction.newBuilder()
                .addConcreteFunctions(function.name())
                .setFunctionSpec(
                    FunctionSpec.newBuilder()
                        .setFullargspec(StructuredValues.fullArgSpec(inputs, List.of()))
                        .setInputSignature(positional)));
  }

  private static SavedObject.Builder bare(Captured wrapper, ImmutableSortedSet<String> inputs) {
    return SavedObject.newBuilder()
        .setBareConcreteFunction(
            SavedBareConcreteFunction.newBuilder()
                .setConcreteFunctionName(wrapper.name())
                .addAllArgumentKeywords(inputs)
                .setAllowedPositionalArguments(inputs.size() == 1 ? 1 : 0)
                .setFunctionSpec(
                    FunctionSpec.newBuilder()
                        .setFullargspec(StructuredValues.fullArgSpec(List.of(), inputs))
                        .setInputSignature(StructuredValues.NONE)));
  }

  private static SavedObject.Builder userObject(String identifier) {
    return SavedObject.newBuilder()
        .setUserObject(
            SavedUserObject.newBuilder()
                .setIdentifier(identifier)
                .setVersion(VersionDef.newBuilder().setProducer(1).setMinConsumer(1)));
  }
}
