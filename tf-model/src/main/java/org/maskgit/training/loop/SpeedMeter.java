package org.maskgit.training.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Measures speed over a window of the last steps. */
final class SpeedMeter {
  private static final int WINDOW = 50;
  private static final double NANOS = 1e9;

  /** When a step ended, and how long all steps so far had waited for data by then. */
  private record Mark(long step, long nanos, long waited) {}

  private final Deque<Mark> marks = new ArrayDeque<>();
  private final long first;
  private long waited;

  /** Begins before a step. */
  SpeedMeter(long step, long nanos) {
    first = step;
    marks.add(new Mark(step, nanos, 0));
  }

  /** A batch has come. */
  void waited(long nanos) {
    waited += nanos;
  }

  /** A step has ended. */
  LoopProgress ended(long step, long steps, long nanos) {
    // The first step of a process also optimises the graph; it says nothing of the speed.
    boolean isSecond = step == first + 2;
    if (isSecond || marks.size() > WINDOW) {
      marks.removeFirst();
    }
    Mark from = marks.getFirst();
    marks.add(new Mark(step, nanos, waited));
    double seconds = Math.max(1, nanos - from.nanos()) / NANOS;
    double speed = (step - from.step()) / seconds;
    double share = (waited - from.waited()) / NANOS / seconds;
    Duration remaining = Duration.ofMillis(Math.round(1000 * (steps - step) / speed));
    return new LoopProgress(step, steps, speed, Math.min(1, share), remaining);
  }
}
