package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.stream.Stream;
import org.maskgit.savedmodel.ExportGraph.SignatureTensors;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
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
final class MetaGraph {
  private static final String SERVE = "serve";
  private static final String PREDICT = "tensorflow/serving/predict";
  private static final String DEFAULT_SIGNATURE = "serving_default";

  private MetaGraph() {}

  /** The meta graph of an export whose variables have their nodes. */
  static MetaGraphDef of(ExportGraph export, VariableNodes variables) {
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
    return meta.build();
  }

  /** The model of a meta graph, with the versions and operations that it needs. */
  static SavedModel savedModel(MetaGraphDef meta) {
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
