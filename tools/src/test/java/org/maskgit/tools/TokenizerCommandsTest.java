package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

/** {@code encode}, {@code decode} and {@code reconstruct}. */
final class TokenizerCommandsTest {
  private static final Path SOURCE = Golden.file("edit_source_200x150.png");

  @TempDir private Path folder;

  private Path in(String name) {
    return folder.resolve(name);
  }

  @Test
  void aPictureIsResizedToTheModelsSizeEncodedAndDecoded() throws IOException {
    Cli.Run encode =
        Cli.line(
            "encode --model %s --image %s %s --tokens-out %s --json",
            Cli.TINY, SOURCE, SOURCE, in("t.npy"));
    assertThat(encode.code()).as(encode.err()).isZero();
    assertThat(encode.json().get("size").getAsInt()).isEqualTo(64);
    assertThat(encode.json().get("resize").getAsString()).isEqualTo("bicubic");
    NpyArray tokens = Npy.read(in("t.npy"));
    assertThat(tokens.shape()).isEqualTo(Shape.of(2, 16));
    int[] codes = tokens.ints();
    assertThat(Arrays.copyOf(codes, 16)).isEqualTo(Arrays.copyOfRange(codes, 16, 32));
    try (Golden golden = Golden.npz("editing")) {
      int[] expected = golden.ints("edit64_1_input_tokens");
      for (int i = 0; i < 16; i++) {
        if (expected[1 + i] >= 0) {
          assertThat(codes[i]).isEqualTo(expected[1 + i]);
        }
      }
    }

    Cli.Run decode =
        Cli.run("decode", "--model", Cli.TINY, "--input-tokens", in("t.npy"), "--output", folder);
    assertThat(decode.code()).as(decode.err()).isZero();
    Cli.Run reconstruct =
        Cli.run("reconstruct", "--model", Cli.TINY, "--image", SOURCE, "--output", in("r.png"));
    assertThat(reconstruct.code()).as(reconstruct.err()).isZero();
    RgbImage decoded = ImageFiles.read(in("decoded-1.png"));
    assertThat(ImageFiles.read(in("r.png"))).isEqualTo(decoded);
    assertThat(decoded.height()).isEqualTo(64);
  }

  @Test
  void theTokenizerAloneTakesAnySizeThatItsFactorDivides() {
    Cli.Run run =
        Cli.line(
            "reconstruct --tokenizer %s --image %s --size 32 --output %s",
            Golden.TINY_TOKENIZER, SOURCE, folder);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ImageFiles.read(in("edit_source_200x150-reconstructed.png")).width()).isEqualTo(32);
    Cli.Run odd =
        Cli.line(
            "reconstruct --tokenizer %s --image %s --size 40 --output %s",
            Golden.TINY_TOKENIZER, SOURCE, folder);
    assertThat(odd.code()).isEqualTo(2);
    assertThat(odd.err())
        .contains("--size: expected a multiple of 16 for this tokenizer, found 40");
  }

  @Test
  void picturesOfOneNameDontOverwriteEachOther() throws IOException {
    Path other = Files.createDirectory(in("other")).resolve(SOURCE.getFileName());
    Files.copy(SOURCE, other);
    Cli.Run run =
        Cli.line(
            "reconstruct --tokenizer %s --image %s %s --size 16 --output %s --quiet",
            Golden.TINY_TOKENIZER, SOURCE, other, folder);
    assertThat(run.out().lines())
        .containsExactly(
            in("edit_source_200x150-reconstructed.png").toString(),
            in("edit_source_200x150-reconstructed-2.png").toString());
  }

  @Test
  void wrongInputEndsInOneSentence() throws IOException {
    Npy.write(in("masked.npy"), NpyArray.of(Shape.of(1, 4), new int[] {1, 2, -1, 3}));
    Npy.write(in("five.npy"), NpyArray.of(Shape.of(1, 5), new int[5]));
    Npy.write(in("deep.npy"), NpyArray.of(Shape.of(1, 2, 2), new int[4]));
    Path text = Files.writeString(in("a.txt"), "hello");
    assertThat(decode("masked.npy")).contains("expected tokens from 0 to 63, found -1");
    assertThat(decode("five.npy")).contains("expected 4 tokens a picture");
    assertThat(decode("deep.npy")).contains("expected tokens of shape [B, N]");
    Cli.Run run =
        Cli.line(
            "encode --model %s --image %s --tokens-out %s --quiet", Cli.TINY, text, in("t.npy"));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("a.txt").hasLineCount(1);
    assertThat(Cli.run("encode", "--model", Cli.TINY, "--tokens-out", in("t.npy")).err())
        .contains("--image is missing");
    assertThat(Cli.run("encode", "--model", Cli.TINY, "--image", SOURCE).err())
        .contains("--tokens-out is missing");
    assertThat(Cli.run("decode", "--model", Cli.TINY).err()).contains("--input-tokens is missing");
  }

  private String decode(String name) {
    Cli.Run run =
        Cli.line(
            "decode --model %s --input-tokens %s --output %s --quiet", Cli.TINY, in(name), folder);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }
}
