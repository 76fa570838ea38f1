package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.maskgit.io.DataException;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * TFRecord files of {@code tf.Example}. Opening reads them once for their labels and the places of
 * their records; the images are read when their turn comes. A record is: length (int64,
 * little-endian), checksum of the length (4 bytes), the example, its checksum (4 bytes).
 */
final class TfRecords {
  static final String ENCODED = "image/encoded";
  private static final String LABEL = "image/class/label";
  private static final int HEADER = 12;
  private static final int FOOTER = 4;
  private static final Pattern NAME = Pattern.compile("[^.].*(\\.tfrecords?|-\\d+-of-\\d+)");

  private final List<Path> files;
  private final long[] sizes;
  private final List<String> names = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final ImmutableLongArray.Builder offsets = ImmutableLongArray.builder();
  private final ImmutableLongArray.Builder lengths = ImmutableLongArray.builder();

  private TfRecords(List<Path> files) throws IOException {
    this.files = files;
    this.sizes = new long[files.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Files.size(files.get(i));
      index(i);
    }
  }

  static boolean isRecordFile(String name) {
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  static boolean isFolder(Path folder) throws IOException {
    return !list(folder).isEmpty();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> isRecordFile(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  static ImageSet open(Path path) throws IOException {
    TfRecords records = new TfRecords(Files.isDirectory(path) ? list(path) : List.of(path));
    if (records.names.isEmpty()) {
      throw new DataException(
          "%s: expected records of images, found none; write them first.".formatted(path));
    }
    int[] labels = records.labels.stream().mapToInt(Integer::intValue).toArray();
    return ImageSet.of(
        path.toString(),
        new ImageStore.Records(
            ImmutableList.copyOf(records.files),
            records.sizes,
            records.owners.stream().mapToInt(Integer::intValue).toArray(),
            records.offsets.build().toArray(),
            records.lengths.build().toArray()),
        ImmutableList.copyOf(records.names),
        labels,
        NumberedImages.classNames(path, labels));
  }

  private void index(int owner) throws IOException {
    Path file = files.get(owner);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      long at = 0;
      for (int i = 0; at < sizes[owner]; i++) {
        long length = Long.reverseBytes(in.readLong());
        if (length < 0 || length > sizes[owner] - at - HEADER - FOOTER) {
          throw new EOFException();
        }
        in.skipNBytes(HEADER - Long.BYTES);
        String name = file.getFileName() + "#" + i;
        labels.add(label(in.readNBytes((int) length), name));
        in.skipNBytes(FOOTER);
        names.add(name);
        owners.add(owner);
        offsets.add(at + HEADER);
        lengths.add(length);
        at += HEADER + length + FOOTER;
      }
    } catch (EOFException e) {
      throw new DataException(
          "%s: expected a whole TFRecord file (not compressed), found it truncated or damaged; write it again."
              .formatted(file),
          e);
    }
  }

  private static int label(byte[] record, String name) {
    try {
      Example example = Example.parseFrom(record);
      Feature label = example.getFeatures().getFeatureMap().get(LABEL);
      boolean isThere = label != null && label.getInt64List().getValueCount() == 1;
      if (isThere && example.getFeatures().containsFeature(ENCODED)) {
        return Math.toIntExact(label.getInt64List().getValue(0));
      }
      throw new DataException(
          "%s: expected a tf.Example with \"%s\" and one integer \"%s\", found the keys %s."
              .formatted(name, ENCODED, LABEL, example.getFeatures().getFeatureMap().keySet()));
    } catch (InvalidProtocolBufferException | ArithmeticException e) {
      throw new DataException(
          "%s: expected a tf.Example, found something else; write it again.".formatted(name), e);
    }
  }
}
