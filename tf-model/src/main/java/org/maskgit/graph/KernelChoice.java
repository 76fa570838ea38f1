package org.maskgit.graph;

import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * The kernels that this machine is faster with, found out once a process, in about a tenth of a
 * second: by the CPU's instruction sets, and then by a trial of both kinds on one layer. On CPUs
 * without AVX-512 both are nearly as fast, so that nothing is tried there: a trial would decide now
 * so, now so.
 *
 * @param kernels the choice
 * @param reason why, half a sentence
 */
public record KernelChoice(Kernels kernels, String reason) {
  private static final int RUNS = 10;
  private static final float LARGEST_DIFFERENCE = 1e-3f; // of values around 1

  /**
   * Returns the choice for this machine.
   *
   * @return always the same in one process
   */
  public static KernelChoice ofThisMachine() {
    return Found.CHOICE;
  }

  /** Found out once, and only if it is asked for. */
  private static final class Found {
    static final KernelChoice CHOICE = find();
  }

  private static KernelChoice find() {
    if (!CpuFlags.has("avx512f")) {
      return new KernelChoice(
          Kernels.PORTABLE, "the CPU has no avx512f, without which the others gain little");
    }
    return Kernels.ONEDNN
        .obstacle()
        .map(sentence -> new KernelChoice(Kernels.PORTABLE, sentence))
        .orElseGet(KernelChoice::tryBoth);
  }

  private static KernelChoice tryBoth() {
    try (Graph graph = new Graph()) {
      KernelTrial portable = new KernelTrial(graph, Kernels.PORTABLE);
      KernelTrial oneDnn = new KernelTrial(graph, Kernels.ONEDNN);
      try (Session session = Device.CPU.open(graph)) {
        if (!areAlike(portable.run(session), oneDnn.run(session))) {
          return new KernelChoice(Kernels.PORTABLE, "the onednn kernels gave other numbers");
        }
        double slow = portable.milliseconds(session, RUNS);
        double fast = oneDnn.milliseconds(session, RUNS);
        return new KernelChoice(
            fast < slow ? Kernels.ONEDNN : Kernels.PORTABLE,
            "avx512f, and a layer took %.2f ms with onednn kernels, %.2f ms with portable ones"
                .formatted(fast, slow));
      }
    }
  }

  /** Whether all numbers are near each other; NaN is near nothing. */
  static boolean areAlike(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (!(Math.abs(a[i] - b[i]) <= LARGEST_DIFFERENCE)) {
        return false;
      }
    }
    return true;
  }
}
