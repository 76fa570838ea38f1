package org.maskgit.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.random.SeedPath;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

/** Exports of both formats through {@code tools/interop/check_export.py}, and back. */
@Tag("interop")
final class InteropTest {
  private static final Path TOOLS = Path.of(System.getProperty("maskgit.interop"));
  private static final int SIDE = 64;

  @TempDir private Path folder;

  @Test
  void pythonReadsTunesAndReturnsTheExports() throws IOException, InterruptedException {
    SavedModelExport export =
        SavedModelExport.of(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER)
            .withClassNames(IntStream.range(0, 10).mapToObj(i -> "class " + i).toList());
    for (SavedModelFormat format : SavedModelFormat.values()) {
      export.withFormat(format).write(folder.resolve(format.toString()));
    }
    JsonObject expected;
    try (Exported exported = Exported.load(folder.resolve("v1"))) {
      expected = everySignature(exported);
    }
    Files.writeString(folder.resolve("expected.json"), expected.toString());

    Process python =
        new ProcessBuilder(
                TOOLS.resolve(".venv/bin/python").toString(),
                TOOLS.resolve("check_export.py").toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    List<String> said =
        python
            .inputReader(StandardCharsets.UTF_8)
            .lines()
            .peek(System.out::println) // what ran on the other side belongs into the build's log
            .toList();
    assertThat(python.waitFor()).as(String.join("\n", said)).isZero();

    for (SavedModelFormat format : SavedModelFormat.values()) {
      int[] tokens =
          new Gson()
              .fromJson(Files.readString(folder.resolve(format + "_tuned.json")), int[].class);
      try (Exported tuned = Exported.load(folder.resolve(format + "_tuned"))) {
        assertThat(sample(tuned, "sample").run().ints("tokens")).isEqualTo(tokens);
      }
    }
  }

  private static JsonObject everySignature(Exported exported) {
    float[] pixels;
    int[] ids;
    try (Golden editing = Golden.npz("editing");
        Golden forward = Golden.npz("tiny_maskgit_forward")) {
      pixels = editing.floats("edit64_image");
      ids = forward.ints("input_ids");
    }
    Shape image = Shape.of(1, SIDE, SIDE, 3);
    int[] codes = IntStream.range(0, 16).map(i -> i * 4).toArray();
    int[] corner = IntStream.range(0, 16).map(i -> i < 6 ? 1 : 0).toArray();
    Shape grid = Shape.of(1, 4, 4);
    JsonObject all = new JsonObject();
    Map.of(
            "encode", exported.call("encode").floats("image", image, pixels),
            "decode", exported.call("decode").ints("tokens", grid, codes),
            "logits", exported.call("logits").ints("tokens", Shape.of(4, 17), ids),
            "edit",
                sample(exported, "edit")
                    .floats("image", image, pixels)
                    .ints("latent_mask", grid, corner)
                    .ints("start_step", Shape.scalar(), 2))
        .forEach((name, call) -> all.add(name, call.describe()));
    for (String name : List.of("sample", "sample_partitionable", "serving_default")) {
      all.add(name, sample(exported, name).describe());
    }
    return all;
  }

  private static Exported.Call sample(Exported exported, String signature) {
    PrngKey key = SeedPath.parse("42/1").key(PrngLayout.LEGACY);
    return exported
        .call(signature)
        .request(new int[] {7, 7, 7}, new int[] {key.high(), key.low()}, 8);
  }
}
