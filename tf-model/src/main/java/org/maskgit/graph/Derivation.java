package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Session;
import org.tensorflow.op.Op;

/**
 * What is computed from parameters once, when they are there.
 *
 * @param spec name, type and shape of what is kept
 * @param targets assign it, and free the parameters in whose place it is kept
 */
record Derivation(TensorSpec spec, ImmutableList<Op> targets) {
  /** Computes all of them, in few runs: not all at once, so that little lies there twice. */
  static void run(Session session, List<Derivation> all) {
    List<Derivation> together = new ArrayList<>();
    long bytes = 0;
    for (Derivation derivation : all) {
      together.add(derivation);
      bytes += derivation.spec().byteSize();
      if (bytes >= VariableTransfer.BYTES_A_RUN) {
        runTogether(session, together);
        together.clear();
        bytes = 0;
      }
    }
    runTogether(session, together);
  }

  private static void runTogether(Session session, List<Derivation> some) {
    if (some.isEmpty()) {
      return;
    }
    Session.Runner runner = session.runner();
    some.forEach(derivation -> derivation.targets().forEach(runner::addTarget));
    runner.run().close();
  }
}
