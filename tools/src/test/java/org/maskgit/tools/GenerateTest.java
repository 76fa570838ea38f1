package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.maskgit.testing.Golden;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.command.GenerateCommand;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.picture.PngFile;
import org.tensorflow.ndarray.Shape;

/** {@code maskgit generate}, against the golden tokens of the official code. */
final class GenerateTest {
  private static final String GOLDEN = "generate64_label7_batch3_T8_";

  @TempDir private Path folder;

  private Path in(String name) {
    return folder.resolve(name);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theSameSeedGivesTheOfficialTokensPicturesAndTrace() throws IOException {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 7 --batch 3 --seed 42/1 --output %s --tokens-out %s --trace-out %s",
            Cli.TINY, folder, in("tokens.npy"), in("trace.npy"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            in("label7-seed42.1-0.png").toString(),
            in("label7-seed42.1-1.png").toString(),
            in("label7-seed42.1-2.png").toString(),
            in("tokens.npy").toString(),
            in("trace.npy").toString());
    try (Golden golden = Golden.npz("editing")) {
      NpyArray tokens = Npy.read(in("tokens.npy"));
      assertThat(tokens.descr()).isEqualTo("<i4");
      assertThat(tokens.shape()).isEqualTo(Shape.of(3, 16));
      assertThat(tokens.ints()).isEqualTo(golden.ints(GOLDEN + "tokens"));
      assertPicture(in("label7-seed42.1-1.png"), golden.floats(GOLDEN + "images"), 1);
    }
    NpyArray trace = Npy.read(in("trace.npy"));
    assertThat(trace.shape()).isEqualTo(Shape.of(3, 8, 17));
    int[] steps = trace.ints();
    assertThat(steps[0]).isEqualTo(64 + 7);
    assertThat(Arrays.copyOfRange(steps, 7 * 17 + 1, 8 * 17))
        .isEqualTo(Arrays.copyOf(Npy.read(in("tokens.npy")).ints(), 16));
  }

  /** 8 bits are within half a step of the golden floats, and their tolerance. */
  private static void assertPicture(Path file, float[] golden, int index) {
    RgbImage picture = ImageFiles.read(file);
    assertThat(picture.height()).isEqualTo(64);
    assertThat(picture.width()).isEqualTo(64);
    int size = 64 * 64 * 3;
    for (int i = 0; i < size; i++) {
      float expected = Math.max(0, Math.min(1, golden[index * size + i])) * 255;
      assertThat((float) (picture.rgb()[i] & 0xff)).isBetween(expected - 0.6f, expected + 0.6f);
    }
  }

  @Test
  void progressIsALineAStepAndResultsAreOneJsonObject() {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 7,3 --seed 5 --steps 4 --schedule linear --choice-temperature 1 --rng partitionable --output %s --grid --json",
            Cli.TINY, in("grid.png"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.errLines()).hasSize(5);
    assertThat(run.errLines().get(0)).startsWith("Loaded tiny_maskgit_checkpoint.msgpack and ");
    assertThat(run.errLines().get(1)).startsWith("Sampling 1/4  ").contains("steps/s", "ETA");
    JsonObject json = run.json();
    assertThat(json.get("files").toString()).isEqualTo("[\"" + in("grid.png") + "\"]");
    assertThat(json.get("labels").toString()).isEqualTo("[7,3]");
    assertThat(json.get("seed").getAsString()).isEqualTo("5");
    assertThat(json.get("rng").getAsString()).isEqualTo("partitionable");
    assertThat(json.get("steps").getAsInt()).isEqualTo(4);
    assertThat(json.get("schedule").getAsString()).isEqualTo("linear");
    assertThat(ImageFiles.read(in("grid.png")).width()).isEqualTo(2 * 64 + 2);
  }

  @Test
  void withoutASeedEachRunIsAnother() {
    Arguments none = Arguments.parse(new GenerateCommand(), List.of());
    assertThat(SamplingOptions.of(none, 8, 0).seed())
        .isNotEqualTo(SamplingOptions.of(none, 8, 0).seed());
  }

  @Test
  void whenOnlyTokensAreAskedForNoPictureIsWritten() throws IOException {
    Cli.run("generate", "--model", Cli.TINY, "--label", 1, "--tokens-out", in("t.npy"));
    assertThat(files()).containsExactly("t.npy");
  }

  @Test
  void knownTokensStayAndOneRowServesAllSamples() {
    int[] known = {5, -1, -1, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 63};
    Npy.write(in("in.npy"), NpyArray.of(Shape.of(1, 16), known));
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 1 --batch 2 --seed 1 --input-tokens %s --tokens-out %s",
            Cli.TINY, in("in.npy"), in("t.npy"));
    assertThat(run.code()).as(run.err()).isZero();
    int[] tokens = Npy.read(in("t.npy")).ints();
    for (int i = 0; i < 32; i++) {
      if (known[i % 16] >= 0) {
        assertThat(tokens[i]).isEqualTo(known[i % 16]);
      }
    }
  }

  @Test
  void theAnimationHasAFrameForEachStep() throws IOException {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 1 --batch 2 --steps 3 --steps-gif %s " + "--quiet",
            Cli.TINY, in("a.gif"));
    assertThat(run.code()).as(run.err()).isZero();
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream stream = ImageIO.createImageInputStream(in("a.gif").toFile())) {
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(3);
      assertThat(reader.getWidth(0)).isEqualTo(128);
    } finally {
      reader.dispose();
    }
  }

  @Test
  void quietPrintsTheFileOnlyWhichCarriesItsRecipe() {
    Path file = in("a.png");
    Cli.Run run =
        Cli.line("generate --model %s --label 7 --seed 42 --output %s --quiet", Cli.TINY, file);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(file + "\n");
    assertThat(PngFile.readText(file).get("parameters"))
        .startsWith("class 7\nSteps: 8, Sampler: confidence, Schedule type: cosine,")
        .contains("Seed: 42, RNG: legacy, Size: 64x64, Model hash: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--label 10 | 2 | --label: expected a class from 0 to 9 for this model, found 10",
        "--label daisy | 2 | --label: expected a class from 0 to 9 for this model, found 985"
            + " (daisy).",
        "--label -1 | 2 | --label: expected the number of a class, found -1.",
        "--label retriever | 2 | --label: 'retriever' fits 5 classes",
        "--steps 3 | 2 | --label is missing: give --label N|NAME[,N…].",
        "--label 1 --steps 0 | 2 | --steps: expected a whole number of at least 1, found 0.",
        "--label 1 --steps 4 --start-step 4 | 2 | --start-step: expected a step from 0 to 3",
        "--label 1,2,3 --batch 2 | 2 | --batch: expected room for 3 labels, found 2",
        "--label 1 --batch 0 | 2 | --batch: expected a whole number of at least 1, found 0.",
        "--label 1 --seed x | 2 | --seed: expected a seed such as 42, 42/1 or 42/0/1, found x.",
        "--label 1 --seed 42/2 | 2 | --seed: expected child 0 or 1 of a split, found 2.",
        "--label 1 --noise image | 2 | --noise: expected batch or per-image, found image.",
        "--label 1 --rng jax | 2 | --rng: expected legacy or partitionable, found jax.",
        "--label 1 --schedule cosin | 2 | did you mean \"cosine\"?",
        "--label 1 --choice-temperature -1 | 2 | --choice-temperature: expected a number of at",
        "--label 1 --choice-temperature NaN | 2 | --choice-temperature: expected a number of at",
        "--label 1 --output /no/such/folder | 3 | Can't write to /no/such/folder: expected a"
            + " folder, found none; create it first.",
        "--label 1 --output /no/such/folder/a.png | 3 | Can't write to /no/such/folder",
        "--label 1 --tokens-out /no/such/folder/a.npy | 3 | Can't write to /no/such/folder",
        "--label 1 --trace-out /no/such/folder/a.npy | 3 | Can't write to /no/such/folder",
        "--label 1 --steps-gif /no/such/folder/a.gif | 3 | Can't write to /no/such/folder",
        "--label 1 --output /etc/hostname/a.png | 3 | Can't write to /etc/hostname: expected a"
            + " folder, found a file",
        "--label 1 --output a.jpg | 2 | pictures are written as PNG",
        "--label 1,2 --output a.png | 2 | --output: a.png is one file for 2 pictures; name a"
            + " folder or add --grid.",
        "--label 1 --input-tokens none.npy | 3 | Expected an .npy file at none.npy, found none.",
        "--label 1 --model nowhere | 3 | Expected a model at nowhere",
        "--label 1 --transformer nowhere | 3 | nowhere",
      })
  void aWrongRequestEndsInOneSentence(String line, int code, String sentence) {
    String model = line.contains("--model") ? "" : " --model " + Cli.TINY;
    Cli.Run run = Cli.run((Object[]) ("generate --quiet" + model + " " + line).split(" "));
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void withoutAModelItSaysWhatToDo() {
    Cli.Run run = Cli.run("generate", "--label", 1);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("No weights: give --transformer FILE, or --model");
  }

  @Test
  void inputTokensThatDontFitEndInOneSentence() {
    Npy.write(in("short.npy"), NpyArray.of(Shape.of(2, 8), new int[16]));
    Npy.write(in("large.npy"), NpyArray.of(Shape.of(1, 16), filled(64)));
    Npy.write(in("three.npy"), NpyArray.of(Shape.of(3, 16), new int[48]));
    Npy.write(in("float.npy"), NpyArray.of(Shape.of(1, 16), new float[16]));
    assertThat(withInput("short.npy", 2)).contains("expected 16 tokens a picture");
    assertThat(withInput("large.npy", 1)).contains("expected tokens from -1 to 63, found 64");
    assertThat(withInput("three.npy", 2)).contains("expected 1 row or 2 for this batch");
    assertThat(withInput("float.npy", 1)).contains("Expected an array of integers");
  }

  private String withInput(String name, int batch) {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 1 --batch %s --quiet --input-tokens %s --tokens-out %s",
            Cli.TINY, batch, in(name), in("t.npy"));
    assertThat(run.code()).isEqualTo(name.equals("three.npy") ? 2 : 3);
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }

  private static int[] filled(int token) {
    int[] tokens = new int[16];
    Arrays.fill(tokens, token);
    return tokens;
  }

  @Test
  void filesThatAreSwappedOrDamagedEndInOneSentence() throws IOException {
    Cli.Run swapped =
        Cli.line(
            "generate --transformer %s --tokenizer %s --label 1 --output %s",
            Golden.TINY_TOKENIZER, Golden.TINY_TRANSFORMER, folder);
    assertThat(swapped.code()).isEqualTo(3);
    assertThat(swapped.err()).contains("is it the transformer's file?").hasLineCount(1);
    Path damaged = Files.writeString(in("damaged"), "<html>");
    Cli.Run html =
        Cli.line(
            "generate --transformer %s --tokenizer %s --label 1 --output %s",
            damaged, Golden.TINY_TOKENIZER, folder);
    assertThat(html.code()).isEqualTo(3);
    assertThat(html.err()).contains("a web page").hasLineCount(1);
    Cli.Run debug =
        Cli.line(
            "generate --transformer %s --tokenizer %s --label 1 --output %s --debug",
            damaged, Golden.TINY_TOKENIZER, folder);
    assertThat(debug.err()).contains("\tat org.maskgit");
  }
}
