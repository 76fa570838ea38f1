package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.testing.Golden;

/** {@code download} as it is typed; the bytes are {@code DownloaderTest}'s. */
final class DownloadTest {
  @TempDir private Path folder;
  private Path mirror;

  @BeforeEach
  void buildAMirror() throws IOException {
    mirror = Files.createDirectory(folder.resolve("mirror"));
    Files.copy(Golden.TINY_TRANSFORMER, mirror.resolve("maskgit_imagenet256_checkpoint"));
    Files.copy(Golden.TINY_TOKENIZER, mirror.resolve("tokenizer_imagenet256_checkpoint"));
  }

  private Cli.Run run(Object... words) {
    return Cli.run(Map.of("MASKGIT_HOME", folder.toString()), words);
  }

  @Test
  void aFileOfAnotherModelIsRefusedAndThrownAway() throws IOException {
    Cli.Run run = run("download", "imagenet256", "--from", mirror, "--quiet");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("expected the ImageNet 256² transformer, found 57 tensors of 110,795")
        .hasLineCount(1);
    try (Stream<Path> files = Files.list(folder.resolve("models/imagenet256"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aWebPageInPlaceOfWeightsIsRefused() throws IOException {
    Files.writeString(mirror.resolve("maskgit_imagenet256_checkpoint"), "<html>Sign in</html>");
    Cli.Run run = run("download", "imagenet256", "--from", mirror, "--quiet");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("a web page");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imagnet256 | 2 | There is no model or file 'imagnet256' to download; did you mean 'imagenet256'?",
        "coco | 2 | There is no model or file 'coco' to download; there are imagenet256, imagenet512, inception, adm-imagenet256, adm-imagenet512.",
        "imagenet256 --from ftp://x/y | 2 | --from: expected http://, https:// or a folder",
        "imagenet256 --from http://a_b{ | 2 | is no web address",
        "imagenet256 --from /no/such/folder | 3 | Expected a file /no/such/folder/maskgit_",
      })
  void aWrongRequestEndsInOneSentence(String line, int code, String sentence) {
    Cli.Run run = run((Object[]) ("download --quiet " + line).split(" "));
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void aModelOfTheUsersFolderIsFoundByName() throws IOException {
    Path model = folder.resolve("models/imagenet256");
    Files.createDirectories(model.getParent());
    Files.move(mirror, model);
    Cli.Run run =
        run("generate", "--model", "imagenet256", "--label", 1, "--output", folder, "--quiet");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run("doctor").out()).contains(folder.resolve("models") + ": imagenet256");
  }

  @Test
  void aModelThatIsNotThereSaysHowToGetIt() {
    Cli.Run run = run("generate", "--model", "imagenet512", "--label", 1);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("fetch it with 'maskgit download imagenet512'.");
  }
}
