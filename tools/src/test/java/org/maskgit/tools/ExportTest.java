package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;

/** {@code export}. */
final class ExportTest {
  @TempDir private Path folder;

  @Test
  void writesASavedModelThatLoads() {
    Path output = folder.resolve("model");
    Cli.Run run =
        Cli.line(
            "export --model %s --output %s --format tf2 --dtype bfloat16 --json", Cli.TINY, output);
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("Exported in ");
    JsonObject json = run.json();
    assertThat(json.get("format").getAsString()).isEqualTo("tf2");
    assertThat(json.get("dtype").getAsString()).isEqualTo("bfloat16");
    assertThat(json.get("classes").getAsInt()).isEqualTo(10);
    try (SavedModelBundle bundle = SavedModelBundle.load(output.toString(), "serve")) {
      assertThat(bundle.functions()).extracting(f -> f.signature().key()).contains("sample");
    }

    Cli.Run again = Cli.line("export --model %s --output %s", Cli.TINY, output);
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("found files in it; choose another name.");
  }

  @Test
  void saysWhatItTakes() {
    assertThat(Cli.line("export --model %s", Cli.TINY).err()).contains("--output is missing");
    Path output = folder.resolve("model");
    assertThat(Cli.line("export --model %s --output %s --format v2", Cli.TINY, output).err())
        .contains("--format: expected v1 or tf2, found v2.");
    assertThat(Cli.line("export --model %s --output %s --dtype int8", Cli.TINY, output).err())
        .contains("--dtype: expected float32 or bfloat16, found int8.");
    assertThat(output).doesNotExist();
  }
}
