package org.maskgit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/** Event files, read back by the format's definition. */
class EventFileTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @TempDir private Path folder;

  private EventFile create(long firstStep) {
    return EventFile.create(folder, firstStep, CLOCK);
  }

  /** Reads the one file of the folder, and checks the framing of each record. */
  private List<Event> read() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(only())).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (file.hasRemaining()) {
      byte[] length = next(file, 8);
      assertThat(file.getInt()).isEqualTo(maskedChecksum(length));
      long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] event = next(file, Math.toIntExact(size));
      assertThat(file.getInt()).isEqualTo(maskedChecksum(event));
      events.add(Event.parseFrom(event));
    }
    return events;
  }

  private Path only() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static byte[] next(ByteBuffer file, int count) {
    byte[] bytes = new byte[count];
    file.get(bytes);
    return bytes;
  }

  private static int maskedChecksum(byte[] bytes) {
    int crc = castagnoli(bytes);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  /** CRC-32C, bit by bit. */
  private static int castagnoli(byte[] bytes) {
    int crc = ~0;
    for (byte next : bytes) {
      crc ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) * 0x82f63b78);
      }
    }
    return ~crc;
  }

  @Test
  void theChecksumOfThisTestIsTheStandardOne() {
    assertThat(castagnoli("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
  }

  @Test
  void beginsWithItsVersionAndForgetsWhatWasLoggedBeyondItsFirstStep() throws IOException {
    create(700).close();
    List<Event> events = read();
    assertThat(only().getFileName().toString())
        .isEqualTo("events.out.tfevents.1700000000.%d.maskgit", ProcessHandle.current().pid());
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionLog.SessionStatus.START);
    assertThat(events.get(1).getStep()).isEqualTo(701);
    assertThat(events.get(1).getWallTime()).isEqualTo(1_700_000_000.25);
  }

  @Test
  void aReaderSeesEveryScalarAtOnce() throws IOException {
    try (EventFile file = create(0)) {
      file.scalars(12, ImmutableMap.of("loss", 6.25f, "rate", 1e-4f));
      Event event = read().get(2);
      assertThat(event.getStep()).isEqualTo(12);
      assertThat(event.getSummary().getValueList())
          .extracting(Summary.Value::getTag)
          .containsExactly("loss", "rate");
      assertThat(event.getSummary().getValueList())
          .extracting(Summary.Value::getSimpleValue)
          .containsExactly(6.25f, 1e-4f);
      file.scalars(13, ImmutableMap.of("loss", 6.0));
      assertThat(read()).hasSize(4);
    }
  }

  @Test
  void aHistogramCountsInEqualBuckets() throws IOException {
    try (EventFile file = create(0)) {
      file.histogram(3, "masked", new float[] {1, 0, 0.25f, 0.3f, 0.5f, 1}, 4);
      file.histogram(4, "masked", new float[] {0.5f, 0.5f}, 4);
    }
    Summary.Value value = read().get(2).getSummary().getValue(0);
    assertThat(value.getTag()).isEqualTo("masked");
    HistogramProto histogram = value.getHisto();
    assertThat(histogram.getBucketLimitList()).containsExactly(0.25, 0.5, 0.75, 1.0);
    assertThat(histogram.getBucketList()).containsExactly(1.0, 2.0, 1.0, 2.0);
    assertThat(histogram.getMin()).isZero();
    assertThat(histogram.getMax()).isOne();
    assertThat(histogram.getNum()).isEqualTo(6);
    assertThat(histogram.getSum()).isCloseTo(3.05, within(1e-6));
    assertThat(histogram.getSumSquares()).isCloseTo(2.4025, within(1e-6));
    HistogramProto equal = read().get(3).getSummary().getValue(0).getHisto();
    assertThat(equal.getBucketList()).containsExactly(2.0, 0.0, 0.0, 0.0);
    assertThat(equal.getBucketLimitList()).isSorted().endsWith(0.5);
  }

  @Test
  void aPictureIsKeptAsItIs() throws IOException {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2};
    try (EventFile file = create(0)) {
      file.image(5, "samples", 64, 128, png);
    }
    Summary.Value value = read().get(2).getSummary().getValue(0);
    assertThat(value.getTag()).isEqualTo("samples");
    assertThat(value.getImage().getHeight()).isEqualTo(64);
    assertThat(value.getImage().getWidth()).isEqualTo(128);
    assertThat(value.getImage().getColorspace()).isEqualTo(3);
    assertThat(value.getImage().getEncodedImageString().toByteArray()).isEqualTo(png);
  }

  @Test
  void aFolderThatIsNotThereSaysSo() {
    assertThatThrownBy(() -> EventFile.create(folder.resolve("none"), 0, CLOCK))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Can't write " + folder.resolve("none"));
  }
}
