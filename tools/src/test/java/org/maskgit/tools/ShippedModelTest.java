package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.image.ImageFiles;

/** The model in {@code tools/models}, as the launcher offers it. */
final class ShippedModelTest {
  private static final Path MODELS = Path.of("models").toAbsolutePath();
  private static final long MEBI = 1 << 20;

  @TempDir private Path folder;

  private Cli.Run generate(Path output, String labels, String... more) {
    Object[] words = {
      "generate", "--label", labels, "--seed", "7", "--output", output, "--grid", "--batch", "2"
    };
    Object[] all = new Object[words.length + more.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Cli.run(Map.of("MASKGIT_SHIPPED", MODELS.toString()), all);
  }

  @Test
  void makesTheSamePicturesOfItsClassesEachTime() {
    Path first = folder.resolve("first.png");
    Path second = folder.resolve("second.png");
    Cli.Run run = generate(first, "clock,sea-animal", "--guidance", "2");
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(generate(second, "clock,sea-animal", "--guidance", "2").code()).isZero();
    assertThat(ImageFiles.read(first).rgb()).isEqualTo(ImageFiles.read(second).rgb());
    assertThat(Cli.run("info", first).out()).contains("clock", "sea-animal");
  }

  /** The corner of a picture is nearly white, as in the data; of random weights it is not. */
  @Test
  void drawsOverWhite() {
    Path picture = folder.resolve("clock.png");
    assertThat(generate(picture, "clock").code()).isZero();
    var image = ImageFiles.read(picture);
    for (int channel = 0; channel < 3; channel++) {
      int corner = (3 * image.width() + 3) * 3 + channel;
      assertThat(image.rgb()[corner] & 0xff).isGreaterThan(200);
    }
  }

  @Test
  void editsWithoutAClass() {
    Path picture = folder.resolve("clock.png");
    Path made = folder.resolve("made.png");
    Map<String, String> environment = Map.of("MASKGIT_SHIPPED", MODELS.toString());
    assertThat(generate(picture, "clock", "--steps", "2").code()).isZero();
    Cli.Run run =
        Cli.run(
            environment,
            "variations",
            "--image",
            picture,
            "--batch",
            1,
            "--steps",
            2,
            "--output",
            made);
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(Cli.run("info", made).out()).startsWith("no class\n");
    assertThat(Cli.run(environment, "replay", made).code()).isZero();
  }

  @Test
  void saysWhichClassesItKnows() {
    Cli.Run run = generate(folder.resolve("x.png"), "clok");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no class is called 'clok'", "did you mean 'clock'");
  }

  @Test
  void staysSmall() throws IOException {
    Path model = MODELS.resolve("noto-emoji");
    long bytes = 0;
    for (String name : new String[] {"tokenizer.safetensors", "transformer.safetensors"}) {
      bytes += Files.size(model.resolve(name));
    }
    assertThat(bytes).isLessThan(40 * MEBI);
    assertThat(model.resolve("MODEL_CARD.md")).exists();
  }
}
