package org.maskgit.opaque;

import java.io.IOException;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A SavedModel as another program might write it: four positions and a class token, four codes. The
 * logits of a position are minus the distances of the codes to its token, and a constant per code;
 * an image shows a token as 2 × 2 pixels of its number / 4. It has one variable of a name that says
 * nothing.
 */
public final class ForeignModel {
  /** Number of codes. */
  public static final int CODES = 4;

  /** Positions with the class token. */
  public static final int POSITIONS = 5;

  private static final int SIDE = 2;

  private ForeignModel() {}

  /** Writes the model; {@code batch} is −1 for any. */
  public static void write(Path folder, long batch) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> bias = tf.withName("w").variable(tf.constant(new float[] {3, 2, 1, 0}));
      Operand<TInt32> tokens = ints(tf, Shape.of(batch, POSITIONS));
      Operand<TInt32> grid = ints(tf, Shape.of(batch, SIDE, SIDE));
      Operand<TFloat32> logits = logits(tf, tokens, bias);
      Operand<TFloat32> image = image(tf, grid);
      Operand<TInt32> encoded = encoded(tf, image);
      try (Session session = new Session(graph)) {
        session.initialize();
        SavedModelBundle.exporter(folder.toString())
            .withSession(session)
            .withSignature(
                signature("predict").input("tokens", tokens).output("logits", logits).build())
            .withSignature(signature("paint").input("tokens", grid).output("image", image).build())
            .withSignature(
                signature("look").input("image", image).output("tokens", encoded).build())
            .export();
      }
    }
  }

  private static Signature.Builder signature(String key) {
    return Signature.builder().key(key).methodName("tensorflow/serving/predict");
  }

  private static Operand<TInt32> ints(Ops tf, Shape shape) {
    return tf.placeholder(TInt32.class, Placeholder.shape(shape));
  }

  private static Operand<TFloat32> logits(Ops tf, Operand<TInt32> tokens, Operand<TFloat32> bias) {
    Operand<TFloat32> values =
        tf.dtypes.cast(tf.expandDims(tokens, tf.constant(-1)), TFloat32.class);
    Operand<TFloat32> codes = tf.constant(new float[] {0, 1, 2, 3});
    return tf.math.sub(tf.identity(bias), tf.math.abs(tf.math.sub(values, codes)));
  }

  private static Operand<TFloat32> image(Ops tf, Operand<TInt32> grid) {
    Operand<TFloat32> values =
        tf.math.div(
            tf.dtypes.cast(tf.expandDims(grid, tf.constant(-1)), TFloat32.class), tf.constant(4f));
    Operand<TFloat32> colours = tf.tile(values, tf.constant(new int[] {1, 1, 1, 3}));
    return tf.image.resizeNearestNeighbor(colours, tf.constant(new int[] {4, 4}));
  }

  private static Operand<TInt32> encoded(Ops tf, Operand<TFloat32> image) {
    Operand<TFloat32> small = tf.image.resizeNearestNeighbor(image, tf.constant(new int[] {2, 2}));
    Operand<TFloat32> red = tf.math.mean(small, tf.constant(3));
    return tf.dtypes.cast(tf.math.mul(red, tf.constant(4f)), TInt32.class);
  }

  /** What the model's logits are, computed here. */
  public static float[] logits(int[][] tokens) {
    float[] logits = new float[tokens.length * POSITIONS * CODES];
    int at = 0;
    for (int[] row : tokens) {
      for (int token : row) {
        for (int code = 0; code < CODES; code++) {
          logits[at++] = 3 - code - Math.abs(token - code);
        }
      }
    }
    return logits;
  }
}
