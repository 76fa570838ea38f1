package org.maskgit.tools.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A line that says how far a run is, how fast it goes and when it will have ended. On a terminal it
 * is redrawn in place; elsewhere one line a step is printed, and one for each tenth of a download.
 *
 * <p>Not safe to share between threads.
 */
public final class Progress implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final double MEBI = 1 << 20;
  private static final int LINES = 50;

  /** What is counted. */
  public enum Unit {
    /** Sampling steps. */
    STEPS,
    /** Pictures. */
    IMAGES,
    /** Bytes, shown in MiB. */
    BYTES
  }

  private final PrintStream err;
  private final boolean terminal;
  private final String what;
  private long total;
  private final Unit unit;
  private final LongSupplier nanoClock;
  private long baseNanos;
  private long base;
  private boolean warm;
  private long lastDrawnNanos;
  private long lastTenth;
  private boolean open;

  private Progress(
      PrintStream err,
      boolean terminal,
      String what,
      long total,
      Unit unit,
      LongSupplier nanoClock) {
    this.err = err;
    this.terminal = terminal;
    this.what = what;
    this.total = total;
    this.unit = unit;
    this.nanoClock = nanoClock;
    this.baseNanos = nanoClock.getAsLong();
    this.lastDrawnNanos = baseNanos - REDRAW_NANOS;
  }

  static Progress silent() {
    return on(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        false,
        "",
        0,
        Unit.STEPS,
        System::nanoTime);
  }

  static Progress on(
      PrintStream err,
      boolean terminal,
      String what,
      long total,
      Unit unit,
      LongSupplier nanoClock) {
    return new Progress(err, terminal, what, total, unit, nanoClock);
  }

  /**
   * Says where the run stood when it started, so that the speed counts only what is done now.
   *
   * @param done how many units were there already
   */
  public void startAt(long done) {
    base = done;
    lastTenth = tenth(done);
  }

  /**
   * Says how far the run is.
   *
   * @param done how many units are done
   */
  public void at(long done) {
    long now = nanoClock.getAsLong();
    if (terminal) {
      if (now - lastDrawnNanos >= REDRAW_NANOS || done == total) {
        lastDrawnNanos = now;
        err.print("\r" + line(done, now) + "\u001b[K");
        err.flush();
        open = true;
      }
    } else if (unit != Unit.BYTES || tenth(done) > lastTenth) {
      lastTenth = tenth(done);
      err.println(line(done, now));
    }
    if (!warm) {
      // The first step also builds what the others only run: they are timed without it.
      warm = true;
      base = done;
      baseNanos = now;
    }
  }

  /**
   * Returns a way to say how far the run is that prints at most some 50 lines where no line can be
   * redrawn.
   *
   * @return takes how many units are done
   */
  public LongConsumer sparsely() {
    long[] last = {base};
    return done -> {
      if (terminal || done == total || (done - last[0]) * LINES >= total) {
        last[0] = done;
        at(done);
      }
    };
  }

  /**
   * Says how far the run is in the caller's words.
   *
   * @param line one line
   */
  public void say(String line) {
    if (terminal) {
      err.print("\r" + line + "\u001b[K");
      err.flush();
      open = true;
    } else {
      err.println(line);
    }
  }

  /**
   * Says how far a run is whose length is known only now.
   *
   * @param done how many units are done
   * @param of how many there are, at most
   */
  public void at(long done, long of) {
    total = of;
    at(done);
  }

  private long tenth(long done) {
    return total == 0 ? 0 : 10 * done / total;
  }

  private String line(long done, long now) {
    double seconds = (now - baseNanos) / NANOS;
    double speed = seconds > 0 ? (done - base) / seconds : 0;
    StringBuilder line = new StringBuilder(what).append(' ').append(amount(done));
    line.append("  ").append(speed(speed));
    if (total > done && speed > 0) {
      line.append("  ETA ").append(clock(Math.round((total - done) / speed)));
    }
    return line.toString();
  }

  private String amount(long done) {
    if (unit == Unit.BYTES) {
      return total == 0
          ? format("%.1f MiB", done / MEBI)
          : format("%.1f/%.1f MiB", done / MEBI, total / MEBI);
    }
    return format("%d/%d", done, total);
  }

  private String speed(double unitsPerSecond) {
    return unit == Unit.BYTES
        ? format("%.1f MiB/s", unitsPerSecond / MEBI)
        : format("%.2f %s/s", unitsPerSecond, unit.name().toLowerCase(Locale.ROOT));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * Writes a time.
   *
   * @param seconds at least 0
   * @return such as 1:02:03, or 2:03
   */
  public static String clock(long seconds) {
    return seconds >= 3600
        ? format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
        : format("%d:%02d", seconds / 60, seconds % 60);
  }

  /** Ends the line, so that what follows starts on a fresh one. */
  @Override
  public void close() {
    if (open) {
      err.println();
      open = false;
    }
  }
}
