package org.maskgit.graph;

import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/** Which TensorFlow operations the transformer's layers are made of in inference. */
public enum Kernels {
  /** Public operations, which run everywhere and are what is exported. */
  PORTABLE,

  /**
   * The operations behind which TensorFlow keeps oneDNN: a dense layer with its GELU, LayerNorm,
   * softmax and the products of attention are one kernel each. They are in TensorFlow's library for
   * x86 on Linux only, and gain on CPUs with AVX-512.
   */
  ONEDNN;

  /** Why these don't run on this machine, in one sentence; empty if they do. */
  Optional<String> obstacle() {
    return this == PORTABLE || Tried.ONEDNN_RUNS
        ? Optional.empty()
        : Optional.of(
            "The onednn kernels need TensorFlow's library for x86 on Linux, found %s on %s; take the portable ones."
                .formatted(System.getProperty("os.arch"), System.getProperty("os.name")));
  }

  /** Found out once, and only if it is asked for. */
  private static final class Tried {
    static final boolean ONEDNN_RUNS = oneDnnRuns();

    private static boolean oneDnnRuns() {
      boolean isX86 = System.getProperty("os.arch").matches("amd64|x86_64");
      if (!isX86 || !System.getProperty("os.name").equals("Linux")) {
        return false;
      }
      try (Graph graph = new Graph();
          Session session = Device.CPU.open(graph)) {
        new KernelTrial(graph, ONEDNN).run(session);
        return true;
      } catch (TensorFlowException | IllegalArgumentException e) {
        return false; // a build of TensorFlow without them
      }
    }
  }
}
