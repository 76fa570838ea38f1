package org.maskgit.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;

/**
 * Outputs of the official code, kept in {@code testdata/golden}; {@code testdata/README.md} says
 * how each file was made.
 */
public final class Golden implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("maskgit.testdata", "../testdata"));

  private final ZipFile zip;

  private Golden(ZipFile zip) {
    this.zip = zip;
  }

  /** The tiny transformer's checkpoint, as Flax wrote it: 3 layers of 64, 17 positions. */
  public static final Path TINY_TRANSFORMER = ROOT.resolve("tiny/tiny_maskgit_checkpoint.msgpack");

  /** The tiny tokenizer's checkpoint, as Flax wrote it: 64 codes of 32, factor 16. */
  public static final Path TINY_TOKENIZER = ROOT.resolve("tiny/tiny_tokenizer_checkpoint.msgpack");

  /** A golden file, such as {@code edit_source_200x150.png}. */
  public static Path file(String name) {
    return ROOT.resolve("golden").resolve(name);
  }

  /** Opens {@code NAME.npz}. */
  public static Golden npz(String name) {
    try {
      return new Golden(new ZipFile(file(name + ".npz").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads {@code NAME.json}. */
  public static JsonObject json(String name) {
    try {
      return JsonParser.parseString(Files.readString(file(name + ".json"))).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the arrays in this file. */
  public List<String> names() {
    return zip.stream().map(e -> e.getName().replaceFirst("\\.npy$", "")).toList();
  }

  /** The array of that name. */
  public NpyArray array(String name) {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw new IllegalArgumentException("no array " + name + " in " + zip.getName());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Npy.read(in, entry.getSize(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The int32 array of that name, flat. */
  public int[] ints(String name) {
    return array(name).ints();
  }

  /** The float32 array of that name, flat. */
  public float[] floats(String name) {
    return array(name).floats();
  }

  /** The largest absolute difference; NaN in one array alone counts as infinite. */
  public static double maxAbsDifference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          "expected %d values, found %d".formatted(expected.length, actual.length));
    }
    double max = 0;
    for (int i = 0; i < actual.length; i++) {
      if (Float.isNaN(actual[i]) != Float.isNaN(expected[i])) {
        return Double.POSITIVE_INFINITY;
      }
      if (actual[i] != expected[i] && !Float.isNaN(actual[i])) {
        max = Math.max(max, Math.abs((double) actual[i] - expected[i]));
      }
    }
    return max;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
