package org.maskgit.savedmodel;

import org.tensorflow.Operand;
import org.tensorflow.Output;

/** How graphs and functions refer to nodes and their outputs. */
final class GraphNames {
  private GraphNames() {}

  /** The node of an input: of {@code node:1}, {@code node:out:0}, {@code node} or {@code ^node}. */
  static String node(String input) {
    String name = isControl(input) ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Whether an input only says what has to run before. */
  static boolean isControl(String input) {
    return input.startsWith("^");
  }

  /** The name of a tensor of a graph. */
  static String tensor(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    return output.op().name() + ":" + output.index();
  }
}
