package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
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
  /** Computes all of them. */
  static void run(Session session, List<Derivation> all) {
    Portions.forEach(
        all,
        derivation -> derivation.spec().byteSize(),
        some -> {
          Session.Runner runner = session.runner();
          some.forEach(derivation -> derivation.targets().forEach(runner::addTarget));
          runner.run().close();
        });
  }
}
