package org.maskgit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class NpyTest {
  private static NpyArray read(byte[] bytes) throws IOException {
    return Npy.read(new ByteArrayInputStream(bytes), bytes.length, "a.npy");
  }

  private static byte[] written(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(out, array);
    return out.toByteArray();
  }

  private static byte[] file(int major, String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(12 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
    if (major == 1) {
      bytes.putShort((short) text.length);
    } else {
      bytes.putInt(text.length);
    }
    bytes.put(text);
    return Arrays.copyOf(bytes.array(), bytes.position() + data);
  }

  private static String header(String descr, String fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(descr, fortran, shape);
  }

  @Test
  void writesAsNumpyDoes() throws Exception {
    byte[] bytes = written(NpyArray.of(Shape.of(2, 3), new int[] {1, 2, 3, -4, 5, 6}));
    String expected =
        "\u0093NUMPY\1\0v\0{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1))
        .isEqualTo(expected + " ".repeat(127 - expected.length()) + "\n");
    assertThat(bytes).hasSize(128 + 24);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(140)).isEqualTo(-4);
  }

  @Test
  void vectorsScalarsAndEmptyArraysComeBack(@TempDir Path folder) {
    Path file = folder.resolve("a.npy");
    for (Shape shape :
        new Shape[] {Shape.scalar(), Shape.of(5), Shape.of(0, 3), Shape.of(2, 1, 2)}) {
      float[] values = new float[(int) shape.size()];
      Arrays.fill(values, 0.5f);
      Npy.write(file, NpyArray.of(shape, values));
      assertThat(Npy.read(file).shape()).isEqualTo(shape);
      assertThat(Npy.read(file).floats()).isEqualTo(values);
    }
  }

  @Test
  void laterVersionsAndNumpysOwnSpacingAreRead() throws Exception {
    for (int major : new int[] {1, 2, 3}) {
      assertThat(read(file(major, header("<i4", "False", "(1,)"), 4)).ints()).containsExactly(0);
    }
    assertThat(read(file(1, "{'descr':'=i4','fortran_order':False,'shape':()}", 4)).descr())
        .isEqualTo("<i4");
    assertThat(read(file(1, header("<i4", "True", "(3,)"), 12)).ints()).hasSize(3);
  }

  @Test
  void whatCantBeReadIsSaidInOneSentence() {
    String[][] cases = {
      {header(">i4", "False", "(1,)"), "one little-endian array"},
      {header("<i4", "True", "(1, 1)"), "in Fortran order"},
      {header("<i4", "False", "(2,)"), "declares [2] elements of <i4 but holds"},
      {header("<i4", "False", "(x,)"), "unreadable shape"},
      {
        header("<i4", "False", "(9223372036854775807, 9223372036854775807)"), "truncated or damaged"
      },
      {header("<i4", "False", "(-1,)"), "truncated or damaged"},
      {header("<i99999999999", "False", "(1,)"), "one little-endian array"},
      {"{'descr': [('a', '<i4')]}", "one little-endian array"},
    };
    for (String[] row : cases) {
      byte[] bytes = file(1, row[0], 4);
      // The header counts as well, so a limit of the data alone shows what is declared.
      assertThatThrownBy(() -> Npy.read(new ByteArrayInputStream(bytes), 7, "a.npy"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a.npy")
          .hasMessageContaining(row[1]);
    }
    assertThatThrownBy(() -> read("hello world".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no .npy file");
    assertThatThrownBy(() -> read(file(2, "x".repeat(70_000), 0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("header of 70000 bytes");
  }

  @Test
  void everyTruncationIsRefused() throws Exception {
    byte[] whole = written(NpyArray.of(Shape.of(4), new int[] {1, 2, 3, 4}));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(DataException.class);
    }
  }

  @Test
  void randomByteFlipsAreReadOrRefused() throws Exception {
    byte[] whole = written(NpyArray.of(Shape.of(4, 2), new int[8]));
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(80)] ^= (byte) (1 + random.nextInt(255));
      try {
        assertThat(read(bytes).data().limit()).isLessThanOrEqualTo(bytes.length);
      } catch (DataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(5_000, 9_999);
  }

  @Test
  void aMissingFileIsSaid(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("a.npy");
    assertThatThrownBy(() -> Npy.read(missing))
        .isInstanceOf(DataException.class)
        .hasMessage("Expected an .npy file at %s, found none.", missing);
    Files.createDirectory(missing);
    assertThatThrownBy(() -> Npy.read(missing)).isInstanceOf(DataException.class);
  }
}
