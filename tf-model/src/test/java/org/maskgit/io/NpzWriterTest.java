package org.maskgit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class NpzWriterTest {
  @TempDir private Path folder;

  private Path write(String name) {
    Path file = folder.resolve(name);
    NpzWriter.write(
        file,
        List.of(
            NpzWriter.Member.of("arr_0", Shape.of(2, 3), new byte[] {1, 2, 3, 4, 5, -1}),
            NpzWriter.Member.of("labels", NpyArray.of(Shape.of(2), new int[] {7, -8}))));
    return file;
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    try (ZipFile zip = new ZipFile(write("a.npz").toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("arr_0.npy", "labels.npy");
      ZipEntry pictures = zip.getEntry("arr_0.npy");
      assertThat(pictures.getMethod()).isEqualTo(ZipEntry.STORED);
      try (InputStream in = zip.getInputStream(pictures)) {
        NpyArray array = Npy.read(in, pictures.getSize(), "arr_0");
        assertThat(array.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(array.ints()).containsExactly(1, 2, 3, 4, 5, 255);
      }
      try (InputStream in = zip.getInputStream(zip.getEntry("labels.npy"))) {
        assertThat(Npy.read(in, 1000, "labels").ints()).containsExactly(7, -8);
      }
    }
  }

  @Test
  void theSameArraysGiveTheSameBytesAtAnyTime() throws IOException {
    byte[] bytes = Files.readAllBytes(write("a.npz"));
    assertThat(Files.readAllBytes(write("b.npz"))).isEqualTo(bytes);
    // The time of the first entry, as MS-DOS wrote it: 0:00 on 1 January 1980.
    assertThat(List.of(bytes[10], bytes[11], bytes[12], bytes[13]))
        .containsExactly((byte) 0, (byte) 0, (byte) 0x21, (byte) 0);
  }

  @Test
  void missingElementsLeaveNoFile() throws IOException {
    Path file = folder.resolve("short.npz");
    NpzWriter.Member tooShort =
        new NpzWriter.Member(
            "arr_0", new NpyHeader("|u1", Shape.of(4)), out -> out.write(new byte[3]));
    assertThatThrownBy(() -> NpzWriter.write(file, List.of(tooShort)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("arr_0: expected 4 bytes for [4], found 3");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
