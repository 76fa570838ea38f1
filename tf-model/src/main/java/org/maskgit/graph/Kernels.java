package org.maskgit.graph;

import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFUnimplementedException;
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
  ONEDNN,

  /**
   * The same, and each dense layer keeps a second copy of its weights in the layout that its kernel
   * wants, made in the first run: for bfloat16 on CPUs with AMX, by which it is faster and takes as
   * much memory again as the transformer's weights. In float32 it is slower.
   */
  ONEDNN_PACKED;

  /** Whether these are operations behind which TensorFlow keeps oneDNN. */
  boolean areOneDnn() {
    return this != PORTABLE;
  }

  /** Why these don't run on this machine, in one sentence; empty if they do. */
  Optional<String> obstacle() {
    return this == PORTABLE || Tried.ONEDNN_RUNS
        ? Optional.empty()
        : Optional.of(
            "The onednn kernels need TensorFlow's library for x86 on Linux, found %s; take the portable ones."
                .formatted(Tried.FOUND));
  }

  /** Found out once, and only if it is asked for. */
  private static final class Tried {
    private static final String ARCHITECTURE = System.getProperty("os.arch");
    private static final String SYSTEM = System.getProperty("os.name");
    private static final boolean IS_X86_LINUX =
        ARCHITECTURE.matches("amd64|x86_64") && SYSTEM.equals("Linux");
    static final boolean ONEDNN_RUNS = IS_X86_LINUX && oneDnnRuns();
    static final String FOUND =
        IS_X86_LINUX ? "a library without them" : ARCHITECTURE + " on " + SYSTEM;

    private static boolean oneDnnRuns() {
      try (Graph graph = new Graph();
          Session session = Device.CPU.open(graph)) {
        new KernelTrial(graph, ONEDNN).run(session);
        return true;
      } catch (TensorFlowException | IllegalArgumentException | TFUnimplementedException e) {
        return false; // a build of TensorFlow without them
      }
    }
  }
}
