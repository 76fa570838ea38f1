package org.maskgit.graph;

import java.util.List;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/**
 * A resource variable of a graph: a parameter, an optimizer's slot, the step. Its name in the graph
 * is its name in checkpoints.
 *
 * <p>There is one operation that reads it. What a run computes from {@link #value()} is therefore
 * computed from one value, whatever the run assigns.
 *
 * @param spec the checkpoint key, float32, bfloat16 or int64, and the shape
 * @param handle the output of its {@code VarHandleOp}
 * @param value what the variable holds when a run begins, bfloat16 widened to float32
 * @param <T> the type of its elements
 */
public record Variable<T extends TNumber>(TensorSpec spec, Output<?> handle, Operand<T> value) {

  /**
   * Declares a float32 variable.
   *
   * @param graph the graph
   * @param name its name, with slashes, unique in the graph
   * @param shape its shape, all dimensions known
   * @return the variable, not yet filled
   */
  public static Variable<TFloat32> float32(Graph graph, String name, Shape shape) {
    return declare(graph, new TensorSpec(name, DType.FLOAT32, shape));
  }

  /**
   * Declares a variable that counts.
   *
   * @param graph the graph
   * @param name its name, with slashes, unique in the graph
   * @return the int64 scalar, not yet filled
   */
  public static Variable<TInt64> counter(Graph graph, String name) {
    return declare(graph, new TensorSpec(name, DType.INT64, Shape.scalar()));
  }

  /**
   * Declares a network's parameter. One that is stored as bfloat16 can only be read.
   *
   * @param graph the graph
   * @param spec its name, with slashes, unique in the graph; float32 or bfloat16; its shape
   * @return the variable, not yet filled
   */
  static Variable<TFloat32> parameter(Graph graph, TensorSpec spec) {
    if (spec.dtype() != DType.BFLOAT16) {
      return declare(graph, spec);
    }
    Variable<TBfloat16> narrow = declare(graph, spec);
    GraphOperation wide =
        graph
            .opBuilder("Cast", spec.name() + "/Cast", graph.baseScope())
            .addInput(narrow.value().asOutput())
            .setAttr("SrcT", DataType.DT_BFLOAT16)
            .setAttr("DstT", DataType.DT_FLOAT)
            .build();
    return new Variable<>(spec, narrow.handle(), wide.<TFloat32>output(0));
  }

  /**
   * Declares a variable that holds what is computed from parameters once, when they are there.
   *
   * @param graph the graph
   * @param name its name, with slashes, unique in the graph
   * @param value what it will hold, of a known shape, float32 or bfloat16
   * @return the variable, not yet filled
   */
  static <T extends TFloating> Variable<T> derived(Graph graph, String name, Operand<T> value) {
    DType dtype =
        value.asOutput().dataType() == DataType.DT_BFLOAT16 ? DType.BFLOAT16 : DType.FLOAT32;
    return declare(graph, new TensorSpec(name, dtype, value.shape()));
  }

  // The handle's name must be the checkpoint key itself, which Ops.withName refuses for its
  // slashes.
  private static <T extends TNumber> Variable<T> declare(Graph graph, TensorSpec spec) {
    GraphOperation handle =
        graph
            .opBuilder("VarHandleOp", spec.name(), graph.baseScope())
            .setAttr("dtype", dataType(spec))
            .setAttr("shape", spec.shape())
            .setAttr("shared_name", spec.name())
            .setAttr("container", "")
            .build();
    GraphOperation read =
        graph
            .opBuilder("ReadVariableOp", spec.name() + "/Read", graph.baseScope())
            .addInput(handle.output(0))
            .setAttr("dtype", dataType(spec))
            .build();
    return new Variable<>(spec, handle.output(0), read.<T>output(0));
  }

  /** The type as TensorFlow names it. */
  static DataType dataType(TensorSpec spec) {
    return switch (spec.dtype()) {
      case FLOAT32 -> DataType.DT_FLOAT;
      case BFLOAT16 -> DataType.DT_BFLOAT16;
      case INT64 -> DataType.DT_INT64;
      default ->
          throw new IllegalArgumentException(
              "expected a variable of float32, bfloat16 or int64, found %s".formatted(spec));
    };
  }

  /** The value in the type in which it is stored. */
  Operand<? extends TFloating> stored(Graph graph) {
    Output<? extends TFloating> read = graph.operation(name() + "/Read").output(0);
    return read;
  }

  /**
   * Returns the variable's name.
   *
   * @return the checkpoint key
   */
  public String name() {
    return spec.name();
  }

  /**
   * Builds the assignment of a new value.
   *
   * @param tf where to build
   * @param next the new value, of this variable's shape
   * @return the operation that assigns it
   */
  public Op assign(Ops tf, Operand<T> next) {
    return tf.assignVariableOp(handle, next);
  }

  /**
   * Builds an addition in place.
   *
   * @param tf where to build
   * @param summand what to add, of this variable's shape
   * @return the operation that adds it
   */
  public Op add(Ops tf, Operand<T> summand) {
    return tf.assignAddVariableOp(handle, summand);
  }

  /**
   * Builds the end of this variable.
   *
   * @param tf where to build
   * @param after what has to run before
   * @return the operation that frees its memory; whoever reads it later gets an error
   */
  Op free(Ops tf, Op after) {
    return tf.withControlDependencies(List.of(after)).destroyResourceOp(handle);
  }
}
