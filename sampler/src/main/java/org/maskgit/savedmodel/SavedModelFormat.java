package org.maskgit.savedmodel;

import org.maskgit.io.EnumNames;

/** The two kinds of SavedModel; TensorFlow Java, TensorFlow Serving and Python read both. */
public enum SavedModelFormat {
  /**
   * Signatures on one graph, variables in collections and under clean names in the checkpoint. In
   * Python, {@code tf.saved_model.load} gives signatures and {@code variables}.
   */
  V1,

  /**
   * The same, and TensorFlow 2's tree of objects beside it: in Python also {@code
   * model.decode(tokens)} and {@code model.transformer.Embed_0}; names in the checkpoint end in
   * {@code /.ATTRIBUTES/VARIABLE_VALUE}.
   */
  TF2;

  /**
   * Finds a format by its name.
   *
   * @param name v1 or tf2
   * @return the format
   * @throws IllegalArgumentException if there is no such format
   */
  public static SavedModelFormat parse(String name) {
    return EnumNames.parse(SavedModelFormat.class, name);
  }

  /**
   * Returns the name that {@link #parse} takes.
   *
   * @return v1 or tf2
   */
  @Override
  public String toString() {
    return EnumNames.of(this);
  }
}
