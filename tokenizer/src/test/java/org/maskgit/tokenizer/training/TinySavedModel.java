package org.maskgit.tokenizer.training;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/**
 * A SavedModel built like those of TensorFlow 2: {@code feature = image · variable}, where the
 * product stands in a function that is called by a function, and takes the variable as a resource.
 */
final class TinySavedModel {
  private static final String VARIABLE = "factor";

  private TinySavedModel() {}

  static Path write(Path folder, float factor) throws IOException {
    try (Graph graph = new Graph()) {
      graph.importGraphDef(graph());
      Ops tf = Ops.create(graph);
      Output<?> handle = graph.operation(VARIABLE).output(0);
      Op assign = tf.assignVariableOp(handle, tf.constant(factor));
      addSaver(tf, handle);
      Signature signature =
          Signature.builder()
              .key("serving_default")
              .methodName("tensorflow/serving/predict")
              .input("image", graph.operation("x").output(0))
              .output("feature", graph.operation("call").output(0))
              .build();
      try (Session session = new Session(graph)) {
        session.runner().addTarget(assign).run().close();
        SavedModelBundle.exporter(folder.toString())
            .withTags("serve")
            .withSession(session)
            .withSignatures(signature)
            .export();
      }
    }
    return folder;
  }

  // The names are those that the exporter looks for.
  private static void addSaver(Ops tf, Operand<?> handle) {
    Ops save = tf.withSubScope("save");
    Operand<TString> file = save.withName("filename").placeholder(TString.class);
    Operand<TString> names = save.constant(NdArrays.vectorOfObjects(VARIABLE));
    Operand<TString> slices = save.constant(NdArrays.vectorOfObjects(""));
    Operand<TFloat32> value = save.readVariableOp(handle, TFloat32.class);
    Op written = save.train.save(file, names, slices, List.of(value));
    save.withControlDependencies(List.of(written)).withName("control_dependency").identity(file);
    Operand<?> read =
        save.train.restore(file, names, slices, List.of(TFloat32.class)).tensors().get(0);
    Op restored = save.assignVariableOp(handle, read);
    save.withControlDependencies(List.of(restored)).withName("restore_all").noOp();
  }

  private static GraphDef graph() {
    return GraphDef.newBuilder()
        .addNode(
            node("x", "Placeholder")
                .putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("shape", AttrValue.newBuilder().setShape(images()).build()))
        .addNode(
            node(VARIABLE, "VarHandleOp")
                .putAttr("dtype", type(DataType.DT_FLOAT))
                .putAttr("shape", scalar())
                .putAttr("shared_name", text(VARIABLE))
                .putAttr("container", text("")))
        .addNode(call("call", "StatefulPartitionedCall", "outer", "x", VARIABLE))
        .setLibrary(FunctionDefLibrary.newBuilder().addFunction(outer()).addFunction(product()))
        .build();
  }

  private static TensorShapeProto images() {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : new long[] {-1, 1, 2, 3}) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  private static FunctionDef outer() {
    return FunctionDef.newBuilder()
        .setSignature(signature("outer"))
        .addNodeDef(call("inner", "PartitionedCall", "product", "a", "r"))
        .putRet("y", "inner:output:0")
        .build();
  }

  private static FunctionDef product() {
    return FunctionDef.newBuilder()
        .setSignature(signature("product"))
        .addNodeDef(
            node("read", "ReadVariableOp").addInput("r").putAttr("dtype", type(DataType.DT_FLOAT)))
        .addNodeDef(
            node("mul", "Mul")
                .addInput("a")
                .addInput("read:value:0")
                .addInput("^read")
                .putAttr("T", type(DataType.DT_FLOAT)))
        .putRet("y", "mul:z:0")
        .build();
  }

  private static OpDef signature(String name) {
    return OpDef.newBuilder()
        .setName(name)
        .addInputArg(argument("a", DataType.DT_FLOAT))
        .addInputArg(argument("r", DataType.DT_RESOURCE))
        .addOutputArg(argument("y", DataType.DT_FLOAT))
        .setIsStateful(true)
        .build();
  }

  private static OpDef.ArgDef argument(String name, DataType type) {
    return OpDef.ArgDef.newBuilder().setName(name).setType(type).build();
  }

  private static NodeDef.Builder call(
      String name, String operation, String function, String image, String variable) {
    return node(name, operation)
        .addInput(image)
        .addInput(variable)
        .putAttr(
            "f",
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build())
        .putAttr("Tin", types(DataType.DT_FLOAT, DataType.DT_RESOURCE))
        .putAttr("Tout", types(DataType.DT_FLOAT));
  }

  private static NodeDef.Builder node(String name, String operation) {
    return NodeDef.newBuilder().setName(name).setOp(operation);
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue types(DataType... types) {
    AttrValue.ListValue list = AttrValue.ListValue.newBuilder().addAllType(List.of(types)).build();
    return AttrValue.newBuilder().setList(list).build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static AttrValue scalar() {
    return AttrValue.newBuilder().setShape(TensorShapeProto.getDefaultInstance()).build();
  }
}
