package org.maskgit.data;

/** Which share of its time a consumer waits, from when it has the first batch. */
final class WaitMeter {
  private boolean started;
  private long from;
  private long waited;

  /** A wait that began at a time of {@link System#nanoTime} is over. */
  void waitedSince(long began) {
    long now = System.nanoTime();
    if (started) {
      waited += now - began;
    } else {
      started = true;
      from = now;
    }
  }

  double share() {
    long passed = System.nanoTime() - from;
    return started && passed > 0 ? Math.min(1, (double) waited / passed) : 0;
  }
}
