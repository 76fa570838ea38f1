package org.maskgit.shard;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.maskgit.image.RgbImage;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.maskgit.io.NpzWriter;
import org.tensorflow.ndarray.Shape;

/**
 * A folder of finished shards. A shard's file {@code shard-00012.npz} appears whole or not at all;
 * {@code shard-00012.sha256} beside it says what it held when it was written.
 *
 * <p>Each file holds {@code pictures} (uint8 [n, h, w, 3]), {@code labels}, {@code numbers} (int32
 * [n]) and {@code tokens} (int32 [n, grid²]).
 *
 * @param path the folder, which exists
 */
public record ShardFolder(Path path) {

  private Path file(Shard shard) {
    return path.resolve("shard-%05d.npz".formatted(shard.index()));
  }

  private Path digest(Shard shard) {
    return path.resolve("shard-%05d.sha256".formatted(shard.index()));
  }

  /**
   * Looks for a shard.
   *
   * @param shard the shard
   * @return its receipt, if its file is there
   * @throws DataException if it can't be read
   */
  public Optional<Receipt> find(Shard shard) {
    if (!Files.exists(file(shard))) {
      return Optional.empty();
    }
    try {
      if (!Files.exists(digest(shard))) {
        // The process ended between the two files: the shard's own is whole.
        writeDigest(shard, hash(shard));
      }
      return Optional.of(new Receipt(shard, Files.readString(digest(shard)).strip(), true));
    } catch (IOException e) {
      throw cantRead(file(shard), e);
    }
  }

  /**
   * Keeps a shard.
   *
   * @param shard the shard
   * @param samples its pictures, all of one size
   * @return the receipt
   * @throws DataException if it can't be written; nothing half-written is left
   */
  public Receipt write(Shard shard, List<Sample> samples) {
    RgbImage first = samples.get(0).picture();
    int length = first.rgb().length;
    byte[] pictures = new byte[Math.multiplyExact(samples.size(), length)];
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i).picture().rgb(), 0, pictures, i * length, length);
    }
    int count = samples.size();
    int[] tokens = samples.stream().flatMapToInt(sample -> sample.tokens().stream()).toArray();
    NpzWriter.write(
        file(shard),
        List.of(
            NpzWriter.Member.of(
                "pictures", Shape.of(count, first.height(), first.width(), 3), pictures),
            ints("labels", samples.stream().mapToInt(Sample::label).toArray()),
            ints("numbers", samples.stream().mapToInt(Sample::number).toArray()),
            NpzWriter.Member.of(
                "tokens", NpyArray.of(Shape.of(count, tokens.length / count), tokens))));
    try {
      String hash = hash(shard);
      writeDigest(shard, hash);
      return new Receipt(shard, hash, false);
    } catch (IOException e) {
      throw cantRead(file(shard), e);
    }
  }

  private static NpzWriter.Member ints(String name, int[] values) {
    return NpzWriter.Member.of(name, NpyArray.of(Shape.of(values.length), values));
  }

  private String hash(Shard shard) throws IOException {
    return MoreFiles.asByteSource(file(shard)).hash(Hashing.sha256()).toString();
  }

  private void writeDigest(Shard shard, String hash) {
    AtomicFile.write(
        digest(shard), out -> out.write((hash + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Looks whether a shard is there as it was written.
   *
   * @param shard the shard
   * @throws DataException if it is missing or its bytes have changed
   */
  public void require(Shard shard) {
    Receipt receipt =
        find(shard)
            .orElseThrow(
                () ->
                    new DataException(
                        "Expected shard %d in %s, found none; run the shards that are missing first."
                            .formatted(shard.index(), path)));
    try {
      String hash = hash(shard);
      if (!hash.equals(receipt.sha256())) {
        throw new DataException(
            "%s has changed since it was written: expected SHA-256 %s, found %s; delete it and run the shard again."
                .formatted(file(shard), receipt.sha256(), hash));
      }
    } catch (IOException e) {
      throw cantRead(file(shard), e);
    }
  }

  /**
   * Reads a shard.
   *
   * @param shard the shard
   * @return its pictures in order
   * @throws DataException if it is missing, damaged, or of another length
   */
  public ImmutableList<Sample> read(Shard shard) {
    Path file = file(shard);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      NpyArray pictures = array(zip, "pictures");
      int[] labels = array(zip, "labels").ints();
      int[] numbers = array(zip, "numbers").ints();
      int[] tokens = array(zip, "tokens").ints();
      requireCount(shard, labels);
      int height = (int) pictures.shape().get(1);
      int width = (int) pictures.shape().get(2);
      int positions = tokens.length / labels.length;
      ByteBuffer samples = pictures.data().duplicate().rewind();
      return IntStream.range(0, labels.length)
          .mapToObj(
              i -> {
                byte[] rgb = new byte[3 * height * width];
                samples.get(i * rgb.length, rgb);
                return new Sample(
                    numbers[i],
                    labels[i],
                    ImmutableIntArray.copyOf(
                        Arrays.copyOfRange(tokens, i * positions, (i + 1) * positions)),
                    new RgbImage(height, width, rgb));
              })
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw cantRead(file, e);
    }
  }

  /**
   * Reads the classes of a shard's pictures alone.
   *
   * @param shard the shard
   * @return a class for each picture in order
   * @throws DataException if it is missing, damaged, or of another length
   */
  public ImmutableIntArray labels(Shard shard) {
    Path file = file(shard);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      int[] labels = array(zip, "labels").ints();
      requireCount(shard, labels);
      return ImmutableIntArray.copyOf(labels);
    } catch (IOException e) {
      throw cantRead(file, e);
    }
  }

  private void requireCount(Shard shard, int[] labels) {
    if (labels.length != shard.count()) {
      throw new DataException(
          "%s: expected %d pictures, found %d; is it of another series?"
              .formatted(file(shard), shard.count(), labels.length));
    }
  }

  private static NpyArray array(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw new DataException(
          "%s: expected an array %s, found none; is it a shard?".formatted(zip.getName(), name));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Npy.read(in, entry.getSize(), zip.getName() + "/" + name);
    }
  }

  private static DataException cantRead(Path file, IOException e) {
    return new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
  }
}
