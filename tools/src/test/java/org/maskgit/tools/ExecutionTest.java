package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.graph.Device;
import org.maskgit.graph.Execution;
import org.maskgit.graph.Kernels;
import org.maskgit.graph.Precision;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.command.GenerateCommand;
import org.maskgit.tools.option.ExecutionOptions;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;

/** {@code --kernels} and {@code --precision}. */
final class ExecutionTest {
  @TempDir private Path folder;

  private static Arguments typed(String... words) {
    return Arguments.parse(new GenerateCommand(), List.of(words));
  }

  @Test
  void aPictureIsMadeAgainWithTheKernelsAndThePrecisionOfItsRecipe() {
    Precision precision = Precision.BFLOAT16.isSupported() ? Precision.BFLOAT16 : Precision.FLOAT32;
    String name = EnumNames.of(precision);
    Path file = folder.resolve("a.png");
    Cli.Run made =
        Cli.run(
            "generate",
            "--model",
            Cli.TINY,
            "--label",
            3,
            "--seed",
            1,
            "--output",
            file,
            "--kernels",
            "portable",
            "--precision",
            name);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(RecipeText.read(file).get(0).compute())
        .isEqualTo(new Recipe.Compute("portable", name));
    Cli.Run again = Cli.run("replay", file, "--model", Cli.TINY);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("all 16 are the same");
  }

  @Test
  void aRecipeIsFollowedUnlessSomethingElseIsTyped() {
    Recipe.Compute compute = new Recipe.Compute("portable", "float32");
    assertThat(ExecutionOptions.again(typed(), compute)).isEqualTo(Execution.PORTABLE);
    assertThat(ExecutionOptions.again(typed("--kernels", "auto"), compute))
        .isEqualTo(Execution.fastest(Device.CPU, Precision.FLOAT32));
    assertThat(ExecutionOptions.again(typed(), Recipe.Compute.FLOAT32))
        .isEqualTo(Execution.fastest(Device.CPU, Precision.FLOAT32));
    assertThat(ExecutionOptions.of(typed("--kernels", "portable")).kernels())
        .isEqualTo(Kernels.PORTABLE);
  }

  @Test
  void whatIsUnknownOrCantBeHadIsSaidInOneSentence() {
    Cli.Run unknown = Cli.run("generate", "--model", Cli.TINY, "--label", 3, "--precision", "int4");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).isEqualTo("--precision: expected float32 or bfloat16, found int4.\n");
    Cli.Run elsewhere =
        Cli.run(
            "generate",
            "--model",
            Cli.TINY,
            "--label",
            3,
            "--kernels",
            "onednn",
            "--target",
            "grpc://localhost:1");
    assertThat(elsewhere.code()).isEqualTo(4);
    assertThat(elsewhere.errLines()).hasSize(1);
    assertThat(elsewhere.err()).contains("the device cpu of grpc://localhost:1");
  }
}
