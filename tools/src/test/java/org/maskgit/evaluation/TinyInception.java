package org.maskgit.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * A graph with the names and the habits of {@code classify_image_graph_def.pb}: its input is fed by
 * a decoder of one JPEG, its version is one of 2015, it holds an operation that TensorFlow removed
 * since then, and its own reshape is for one picture.
 *
 * <p>mixed_6/conv has 8 channels: 1 to 8 times the sum of red, green and blue. pool_3 is their mean
 * over the picture.
 */
public final class TinyInception {
  private static final int CHANNELS = 8;
  private static final int CLASSES = 3;

  private TinyInception() {}

  /** Its configuration: that of the Inception network but for the size. */
  public static FeatureNetworkConfig config() {
    FeatureNetworkConfig real = FeatureNetworkConfig.INCEPTION;
    return new FeatureNetworkConfig(
        real.name(),
        real.input(),
        real.pool(),
        real.logits(),
        real.classifier(),
        real.spatial(),
        real.scale(),
        real.offset(),
        real.imageSize(),
        CHANNELS);
  }

  /** Writes it. */
  public static Path write(Path file) throws IOException {
    float[] kernel = new float[3 * CHANNELS];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = i % CHANNELS + 1;
    }
    float[] ones = new float[CHANNELS];
    java.util.Arrays.fill(ones, 1);
    float[] weights = new float[CHANNELS * CLASSES];
    weights[0] = 1; // class 0: channel 0; class 1: channel 1; class 2: nothing
    weights[CLASSES + 1] = 1;
    GraphDef graph =
        GraphDef.newBuilder()
            .setVersions(VersionDef.newBuilder().setProducer(8))
            .addNode(
                node("DecodeJpeg/contents", "Placeholder")
                    .putAttr("dtype", type(DataType.DT_STRING)))
            .addNode(node("DecodeJpeg", "DecodeJpeg", "DecodeJpeg/contents"))
            .addNode(
                node("Cast", "Cast", "DecodeJpeg")
                    .putAttr("SrcT", type(DataType.DT_UINT8))
                    .putAttr("DstT", type(DataType.DT_FLOAT)))
            .addNode(integers("ExpandDims/dim", 0))
            .addNode(floating("ExpandDims", "ExpandDims", "Cast", "ExpandDims/dim"))
            .addNode(floats("kernel", kernel, 1, 1, 3, CHANNELS))
            .addNode(
                floating("mixed_6/conv/Conv2D", "Conv2D", "ExpandDims", "kernel")
                    .putAttr("strides", list(1, 1, 1, 1))
                    .putAttr("padding", text("SAME")))
            .addNode(floats("ones", ones, CHANNELS))
            .addNode(floats("zeros", new float[CHANNELS], CHANNELS))
            .addNode(
                floating(
                        "mixed_6/conv",
                        "BatchNormWithGlobalNormalization",
                        "mixed_6/conv/Conv2D",
                        "zeros",
                        "ones",
                        "zeros",
                        "ones")
                    .putAttr("variance_epsilon", AttrValue.newBuilder().setF(1e-7f).build())
                    .putAttr(
                        "scale_after_normalization", AttrValue.newBuilder().setB(true).build()))
            .addNode(integers("axes", 1, 2))
            .addNode(
                floating("pool_3", "Mean", "mixed_6/conv", "axes")
                    .putAttr("keep_dims", AttrValue.newBuilder().setB(true).build()))
            .addNode(integers("pool_3/_reshape/shape", 1, CHANNELS))
            .addNode(floating("pool_3/_reshape", "Reshape", "pool_3", "pool_3/_reshape/shape"))
            .addNode(floats("softmax/weights", weights, CHANNELS, CLASSES))
            .addNode(
                floating("softmax/logits/MatMul", "MatMul", "pool_3/_reshape", "softmax/weights"))
            .build();
    return Files.write(file, graph.toByteArray());
  }

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name).setOp(op);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static NodeDef.Builder floating(String name, String op, String... inputs) {
    return node(name, op, inputs).putAttr("T", type(DataType.DT_FLOAT));
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(com.google.protobuf.ByteString.copyFromUtf8(value)).build();
  }

  private static AttrValue list(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return AttrValue.newBuilder().setList(list).build();
  }

  private static NodeDef floats(String name, float[] values, long... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    for (float value : values) {
      tensor.addFloatVal(value);
    }
    return constant(name, tensor, DataType.DT_FLOAT, shape);
  }

  private static NodeDef integers(String name, int... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(DataType.DT_INT32);
    for (int value : values) {
      tensor.addIntVal(value);
    }
    long[] shape = values.length == 1 ? new long[0] : new long[] {values.length};
    return constant(name, tensor, DataType.DT_INT32, shape);
  }

  private static NodeDef constant(
      String name, TensorProto.Builder tensor, DataType type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return node(name, "Const")
        .putAttr("dtype", type(type))
        .putAttr(
            "value", AttrValue.newBuilder().setTensor(tensor.setTensorShape(dimensions)).build())
        .build();
  }
}
