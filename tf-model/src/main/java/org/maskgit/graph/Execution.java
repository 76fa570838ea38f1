package org.maskgit.graph;

/**
 * How a network computes in inference. Immutable.
 *
 * @param device where its session computes
 */
public record Execution(Device device) {
  /** On the processor of this machine, which is everywhere. */
  public static final Execution PORTABLE = new Execution(Device.CPU);
}
