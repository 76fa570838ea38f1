package org.maskgit.training.loop;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.zip.CRC32C;
import org.maskgit.io.DataException;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * A TensorBoard event file: {@code Event} messages in TFRecord framing. Each event is written at
 * once, so that a reader sees all of them while the run goes on.
 *
 * <p>A process writes a file of its own and begins it with the step that it starts from;
 * TensorBoard then forgets what a killed process had logged beyond that step.
 */
public final class EventFile implements AutoCloseable {
  private static final int CRC_ROTATION = 15;
  private static final int CRC_DELTA = 0xa282ead8;

  private final Path file;
  private final OutputStream out;
  private final Clock clock;

  private EventFile(Path file, OutputStream out, Clock clock) {
    this.file = file;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Creates the event file of this process.
   *
   * @param folder an existing folder
   * @param firstStep the number of steps that are done already
   * @return the file, to be closed
   * @throws DataException if it can't be created
   */
  public static EventFile create(Path folder, long firstStep) {
    return create(folder, firstStep, Clock.systemUTC());
  }

  static EventFile create(Path folder, long firstStep, Clock clock) {
    Path file =
        folder.resolve(
            "events.out.tfevents.%010d.%d.maskgit"
                .formatted(clock.instant().getEpochSecond(), ProcessHandle.current().pid()));
    try {
      OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      EventFile events = new EventFile(file, out, clock);
      events.write(events.event(0).setFileVersion("brain.Event:2"));
      events.write(
          events
              .event(firstStep + 1)
              .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START)));
      return events;
    } catch (IOException e) {
      throw new DataException("Can't write %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Logs numbers.
   *
   * @param step the step they belong to
   * @param values the numbers by tag
   * @throws DataException if they can't be written
   */
  public void scalars(long step, Map<String, ? extends Number> values) {
    Summary.Builder summary = Summary.newBuilder();
    values.forEach(
        (tag, value) -> summary.addValueBuilder().setTag(tag).setSimpleValue(value.floatValue()));
    write(event(step).setSummary(summary));
  }

  /**
   * Logs how numbers are distributed, in equal buckets from the least to the greatest.
   *
   * @param step the step they belong to
   * @param tag its name
   * @param values at least one finite number
   * @param buckets number of buckets, at least 1
   * @throws DataException if it can't be written
   */
  public void histogram(long step, String tag, float[] values, int buckets) {
    HistogramProto histogram = Histograms.of(values, buckets);
    Summary.Builder summary = Summary.newBuilder();
    summary.addValueBuilder().setTag(tag).setHisto(histogram);
    write(event(step).setSummary(summary));
  }

  /**
   * Logs a picture.
   *
   * @param step the step it belongs to
   * @param tag its name
   * @param height its height
   * @param width its width
   * @param png the encoded picture
   * @throws DataException if it can't be written
   */
  public void image(long step, String tag, int height, int width, byte[] png) {
    Summary.Image image =
        Summary.Image.newBuilder()
            .setHeight(height)
            .setWidth(width)
            .setColorspace(3)
            .setEncodedImageString(ByteString.copyFrom(png))
            .build();
    Summary.Builder summary = Summary.newBuilder();
    summary.addValueBuilder().setTag(tag).setImage(image);
    write(event(step).setSummary(summary));
  }

  private Event.Builder event(long step) {
    return Event.newBuilder().setWallTime(clock.millis() / 1e3).setStep(step);
  }

  private void write(Event.Builder event) {
    try {
      out.write(record(event.build().toByteArray()));
    } catch (IOException e) {
      throw new DataException(
          "Can't write %s: %s; free some space.".formatted(file, e.getMessage()), e);
    }
  }

  /** TFRecord framing: length, its checksum, data, their checksum; little-endian. */
  private static byte[] record(byte[] data) {
    ByteBuffer record =
        ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length);
    record.putInt(maskedChecksum(record.array(), Long.BYTES)).put(data);
    return record.putInt(maskedChecksum(data, data.length)).array();
  }

  private static int maskedChecksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), CRC_ROTATION) + CRC_DELTA;
  }

  /** Closes the file. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new DataException("Can't close %s: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
