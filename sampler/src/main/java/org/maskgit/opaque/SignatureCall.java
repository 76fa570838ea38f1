package org.maskgit.opaque;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.maskgit.checkpoint.DType;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** One input and one output of a SavedModel's signature. */
final class SignatureCall {
  /** Rows that are run together where the signature doesn't say. */
  private static final int ROWS_PER_RUN = 8;

  private final Session session;
  private final String name;
  private final Signature.TensorDescription input;
  private final Signature.TensorDescription output;

  private SignatureCall(
      Session session,
      String name,
      Signature.TensorDescription input,
      Signature.TensorDescription output) {
    this.session = session;
    this.name = name;
    this.input = input;
    this.output = output;
  }

  /** Finds a signature that has this one input and this output; of several the first by its key. */
  static Optional<SignatureCall> find(
      SavedModelBundle bundle, Path folder, String input, String output) {
    return bundle.signatures().stream()
        .filter(signature -> signature.inputNames().equals(ImmutableSet.of(input)))
        .filter(signature -> signature.outputNames().contains(output))
        .min(Comparator.comparing(Signature::key))
        .map(
            signature ->
                new SignatureCall(
                    bundle.session(),
                    "signature %s of %s".formatted(signature.key(), folder),
                    signature.getInputs().get(input),
                    signature.getOutputs().get(output)));
  }

  /** Checks types, numbers of dimensions, and that all dimensions of the output but n are fixed. */
  SignatureCall require(DType in, List<Integer> inRanks, DType out, List<Integer> outRanks) {
    requireTensor("input", input, in, inRanks);
    requireTensor("output", output, out, outRanks);
    for (int axis = 1; axis < output.shape.numDimensions(); axis++) {
      if (output.shape.get(axis) < 1) {
        throw new DataException(
            ("The %s: expected an output whose dimensions are fixed but the first, found %s; export"
                    + " it so.")
                .formatted(name, output.shape));
      }
    }
    return this;
  }

  private void requireTensor(
      String what, Signature.TensorDescription tensor, DType type, List<Integer> ranks) {
    if (tensor.dataType != type.tensorflowType() || !ranks.contains(tensor.shape.numDimensions())) {
      throw new DataException(
          "The %s: expected an %s of type %s with %s dimensions, found %s %s; export it so."
              .formatted(name, what, type.numpyName(), ranks, tensor.dataType, tensor.shape));
    }
  }

  int outputSize(int axis) {
    return Math.toIntExact(output.shape.get(axis));
  }

  private int rowSize() {
    return Math.toIntExact(output.shape.tail().size());
  }

  /** Runs on rows of tokens; gives the floats of all rows one after the other. */
  float[] floats(int[][] rows) {
    int size = rowSize();
    float[] values = new float[Math.multiplyExact(rows.length, size)];
    boolean anyBatch = input.shape.get(0) < 1;
    int batch = anyBatch ? Math.min(rows.length, ROWS_PER_RUN) : (int) input.shape.get(0);
    for (int from = 0; from < rows.length; from += batch) {
      int count = Math.min(batch, rows.length - from);
      int fed = anyBatch ? count : batch;
      try (TInt32 tokens = tokens(rows, from, fed);
          Result result = run(tokens)) {
        TFloat32 floats = (TFloat32) result.get(0);
        requireSize(floats, (long) fed * size);
        float[] all = new float[fed * size];
        floats.copyTo(DataBuffers.of(all));
        System.arraycopy(all, 0, values, from * size, count * size);
      }
    }
    for (float value : values) {
      if (Float.isNaN(value)) {
        throw new DataException(
            "The %s gives NaN: expected finite weights; take another model.".formatted(name));
      }
    }
    return values;
  }

  /** Some rows, the last one again where there are too few. */
  private TInt32 tokens(int[][] rows, int from, int count) {
    int length = rows[from].length;
    int[] flat = new int[count * length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows[Math.min(from + i, rows.length - 1)], 0, flat, i * length, length);
    }
    int side = (int) Math.sqrt(length);
    Shape shape =
        input.shape.numDimensions() == 3 ? Shape.of(count, side, side) : Shape.of(count, length);
    return TInt32.tensorOf(shape, DataBuffers.of(flat));
  }

  /** Runs on an image; gives its tokens row by row. */
  int[] tokens(Image image) {
    Shape shape = Shape.of(1, image.height(), image.width(), 3);
    try (TFloat32 pixels = TFloat32.tensorOf(shape, DataBuffers.of(image.rgb()));
        Result result = run(pixels)) {
      TInt32 tokens = (TInt32) result.get(0);
      requireSize(tokens, rowSize());
      int[] values = new int[rowSize()];
      tokens.copyTo(DataBuffers.of(values));
      return values;
    }
  }

  private void requireSize(Tensor found, long expected) {
    if (found.shape().size() != expected) {
      throw new DataException(
          "The %s: expected an output of %d numbers as it declares, found %s; export it again."
              .formatted(name, expected, found.shape()));
    }
  }

  private Result run(Tensor fed) {
    try {
      return session.runner().feed(input.name, fed).fetch(output.name).run();
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw failed(e);
    }
  }

  private DataException failed(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    String words =
        message.contains("Cannot deserialize computation")
            ? "it was written by a JAX whose StableHLO is newer than TensorFlow %s reads (1.8 at"
                    .formatted(TensorFlow.version())
                + " most); rewrite it with tools/interop/downgrade_stablehlo.py."
            : "%s; take another model.".formatted(message.lines().findFirst().orElse("no reason"));
    return new DataException("The %s can't be run: %s".formatted(name, words), e);
  }
}
