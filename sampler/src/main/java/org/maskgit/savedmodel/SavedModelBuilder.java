package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableSet;
import java.util.stream.Stream;
import org.maskgit.graph.Variable;
import org.maskgit.savedmodel.ExportGraph.SignatureTensors;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Puts together what {@code saved_model.pb} holds. */
final class SavedModelBuilder {
  /** The file's name in {@code assets}. */
  static final String CLASS_NAMES_FILE = "class_names.txt";

  private static final String CLASS_NAMES = "class_names";
  private static final String SERVE = "serve";
  private static final String PREDICT = "tensorflow/serving/predict";
  private static final String DEFAULT_SIGNATURE = "serving_default";

  private final MetaGraphDef meta;
  private final CheckpointNames names;

  private SavedModelBuilder(MetaGraphDef meta, CheckpointNames names) {
    this.meta = meta;
    this.names = names;
  }

  /**
   * Completes the graph of an export.
   *
   * @param export the graph, to which nodes are added
   * @param format which kind of SavedModel
   * @param namesClasses whether there is a file of class names
   */
  static SavedModelBuilder of(ExportGraph export, SavedModelFormat format, boolean namesClasses) {
    ObjectTree tree = ObjectTree.of(export.variables().stream().map(Variable::name).toList());
    CheckpointNames names =
        switch (format) {
          case V1 -> CheckpointNames.CLEAN;
          case TF2 -> CheckpointNames.of(tree);
        };
    VariableNodes variables = VariableNodes.add(export.graph(), export.variables(), names::name);
    if (namesClasses) { // loaders put the file's path into this tensor
      Ops.create(export.graph()).withName(CLASS_NAMES).constant(CLASS_NAMES_FILE);
    }
    GraphDef.Builder graph = export.graph().toGraphDef().toBuilder();
    LoopHandles.lift(graph);
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(graph)
            .setSaverDef(variables.saver())
            .putCollectionDef("variables", variables.collection())
            .putCollectionDef("trainable_variables", variables.collection());
    export.signatures().forEach((name, tensors) -> meta.putSignatureDef(name, signature(tensors)));
    meta.putSignatureDef(DEFAULT_SIGNATURE, meta.getSignatureDefOrThrow("sample"));
    if (namesClasses) {
      meta.addAssetFileDef(
          AssetFileDef.newBuilder()
              .setTensorInfo(TensorInfo.newBuilder().setName(CLASS_NAMES + ":0"))
              .setFilename(CLASS_NAMES_FILE));
    }
    if (format == SavedModelFormat.TF2) {
      ObjectGraph.add(meta, tree);
    }
    return new SavedModelBuilder(meta.build(), names);
  }

  /** What the variables are called in the checkpoint. */
  CheckpointNames checkpointNames() {
    return names;
  }

  /** The model, with the versions and operations that it needs. */
  SavedModel savedModel() {
    MetaGraphDef.Builder described = meta.toBuilder();
    described
        .getMetaInfoDefBuilder()
        .addTags(SERVE)
        .setTensorflowVersion(TensorFlow.version())
        .setStrippedOpList(operations(meta.getGraphDef()));
    return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(described).build();
  }

  private static OpList operations(GraphDef graph) {
    ImmutableSet<String> used =
        Stream.concat(
                graph.getNodeList().stream(),
                graph.getLibrary().getFunctionList().stream()
                    .flatMap(function -> function.getNodeDefList().stream()))
            .map(NodeDef::getOp)
            .collect(ImmutableSet.toImmutableSet());
    OpList.Builder operations = OpList.newBuilder();
    for (OpDef operation : TensorFlow.registeredOpList().getOpList()) {
      if (used.contains(operation.getName())) {
        operations.addOp(operation);
      }
    }
    return operations.build();
  }

  private static SignatureDef signature(SignatureTensors tensors) {
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(PREDICT);
    tensors.inputs().forEach((name, tensor) -> signature.putInputs(name, info(tensor)));
    tensors.outputs().forEach((name, tensor) -> signature.putOutputs(name, info(tensor)));
    return signature.build();
  }

  private static TensorInfo info(Operand<?> tensor) {
    return TensorInfo.newBuilder()
        .setName(GraphNames.tensor(tensor))
        .setDtype(tensor.asOutput().dataType())
        .setTensorShape(shape(tensor.shape()))
        .build();
  }

  private static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    if (shape.isUnknown()) {
      return proto.setUnknownRank(true).build();
    }
    for (long size : shape.asArray()) {
      proto.addDimBuilder().setSize(size);
    }
    return proto.build();
  }
}
