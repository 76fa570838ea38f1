package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {
  @TempDir private Path folder;

  @Test
  void ourOwnWorkerIsMeasuredAndPrintedAgain() {
    Path output = folder.resolve("image.json");
    Cli.Run run =
        Cli.run(
            "bench",
            "run",
            "--model",
            Cli.TINY,
            "--variant",
            "ours",
            "--rounds",
            "2",
            "--steps",
            "2",
            "--json",
            "--output",
            output);
    assertThat(run.code()).as(run.err()).isZero();
    JsonObject ours = run.json().getAsJsonArray("variants").get(0).getAsJsonObject();
    assertThat(ours.get("about").getAsString()).contains("TensorFlow 2.18.0");
    assertThat(ours.getAsJsonArray("samples"))
        .hasSize(2)
        .extracting(sample -> sample.getAsJsonObject().get("digest").getAsString())
        .doesNotHaveDuplicates()
        .allMatch(digest -> digest.matches("[0-9a-f]{8}"));

    Cli.Run table = Cli.run("bench", "table", output);
    assertThat(table.code()).isZero();
    assertThat(table.out()).contains("### One image, 2 steps, tiny_maskgit_", "| ours | ");
  }

  @Test
  void anUnknownReferenceIsRefused() {
    Cli.Run run = Cli.run("bench", "run", "--model", Cli.TINY, "--against", "JAX");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("--against: expected one of [maskgit], found JAX.\n");
  }

  @Test
  void whatWouldBeInVainIsRefusedBeforeTheRun() {
    Cli.Run kernels = Cli.run("bench", "worker", "--work", "training", "--kernels", "portable");
    assertThat(kernels.code()).isEqualTo(2);
    assertThat(kernels.err()).contains("--work training takes no model", "leave out --kernels");
    Cli.Run output =
        Cli.run("bench", "run", "--model", Cli.TINY, "--output", folder.resolve("none/x.json"));
    assertThat(output.code()).isEqualTo(3);
    assertThat(output.err()).contains("expected a folder").hasLineCount(1);
  }
}
