package org.maskgit.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;

/** TensorFlow checkpoints of any keys, written by TensorFlow. */
final class Bundles {
  private Bundles() {}

  /** What fills a checkpoint. */
  @FunctionalInterface
  interface Content {
    Map<String, Operand<?>> of(Ops tf);
  }

  static void write(Path prefix, Content content) {
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      Map<String, Operand<?>> values = content.of(tf);
      String[] keys = values.keySet().toArray(String[]::new);
      String[] slices = new String[keys.length];
      Arrays.fill(slices, "");
      tf.train.save(
          tf.constant(prefix.toString()), tf.array(keys), tf.array(slices), values.values());
    }
  }
}
