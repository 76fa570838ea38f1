package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.image.ImageGrid;
import org.maskgit.image.RgbImage;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.label.Labels;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.PictureOptions;
import org.maskgit.tools.option.PictureOptions.Picture;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.picture.LabelledSheet;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;

/** {@code maskgit grid}. */
public final class GridCommand implements Command {
  private static final int STEPS = GenerateRequest.DEFAULT_STEPS;
  private static final int START_STEP = 0;
  private static final Option X =
      StandardOptions.valued(
          "x",
          "OPTION=V,V,…",
          "an option of generate and its values, a column each; ; where values have commas");
  private static final Option Y =
      StandardOptions.valued("y", "OPTION=V,V,…", "another one, a row for each value");
  private static final Option OUTPUT =
      StandardOptions.valued("output", "FILE.png", "the sheet (default: grid.png)");

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public String summary() {
    return "compare values of two options in one labelled sheet";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(X)
        .addOption(Y)
        .addOptions(ModelOptions.declare())
        .addOptions(drawn())
        .addOption(OUTPUT);
  }

  /** The options that say what is drawn and how. */
  private static Options drawn() {
    return new Options()
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP));
  }

  @Override
  public String example() {
    return "grid --x steps=4,8,12 --y sampler=confidence,moment --label clock --seed 1";
  }

  /**
   * A cell.
   *
   * @param labels of its pictures
   * @param sampling how they are drawn
   */
  private record Cell(LabelOptions labels, SamplingOptions sampling) {}

  @Override
  public void run(Arguments arguments, Context context) {
    GridAxis x = axis(arguments, X);
    GridAxis y = axis(arguments, Y);
    if (x.option().equals(y.option())) {
      throw new UsageException(
          "--y: expected another option than --x, found %s twice."
              .formatted(x.option().getLongOpt()));
    }
    Path output = arguments.path(OUTPUT).orElse(Path.of("grid.png"));
    PictureOptions.requireFile(output);
    LabelledSheet.requireFont();
    ModelOptions files = ModelOptions.of(arguments, context);
    ImmutableList<Cell> cells = cells(arguments, x, y, files.labels());

    List<RgbImage> pictures = new ArrayList<>();
    List<Recipe> recipes = new ArrayList<>();
    try (ModelPair model = ModelPair.load(files, context)) {
      for (Cell cell : cells) {
        SampledBatch batch = sample(cell, model, context);
        pictures.add(ImageGrid.of(batch.pictures(), 0));
        recipes.addAll(batch.recipes(model));
      }
      RgbImage sheet = LabelledSheet.of(x.labels(), y.labels(), pictures);
      new Picture("grid", sheet, RecipeText.ofGrid(recipes.stream().map(RecipeText::of).toList()))
          .write(output);
    }
    context.console().results(Results.files(List.of(output)), Results.lines(List.of(output)));
  }

  private static GridAxis axis(Arguments arguments, Option option) {
    return arguments.requiredParsed(option, text -> GridAxis.parse(text, drawn()));
  }

  /** Reads the options of all cells, row by row, so that a wrong one is found before the work. */
  private static ImmutableList<Cell> cells(
      Arguments arguments, GridAxis x, GridAxis y, Labels names) {
    List<String> shared = new ArrayList<>(arguments.words(drawn()));
    for (GridAxis axis : List.of(x, y)) {
      if (arguments.has(axis.option())) {
        throw new UsageException(
            "%s is given twice, as an axis too; give it once."
                .formatted(Arguments.nameOf(axis.option())));
      }
    }
    shared.addAll(SamplingOptions.seedWords(arguments, List.of(x.option(), y.option())));
    ImmutableList.Builder<Cell> cells = ImmutableList.builder();
    for (int row = 0; row < y.values().size(); row++) {
      for (int column = 0; column < x.values().size(); column++) {
        List<String> words = new ArrayList<>(shared);
        words.addAll(x.words(column));
        words.addAll(y.words(row));
        Arguments cell = Arguments.parse("grid", drawn(), words);
        cells.add(
            new Cell(
                LabelOptions.ofOptional(cell, names), SamplingOptions.of(cell, STEPS, START_STEP)));
      }
    }
    return ofOneSize(cells.build());
  }

  private static ImmutableList<Cell> ofOneSize(ImmutableList<Cell> cells) {
    if (cells.stream().mapToInt(cell -> cell.labels().batch(1)).distinct().count() > 1) {
      throw new UsageException(
          "The cells of a grid hold as many pictures each: found axes that make some of them"
              + " larger; give --batch N, and as many labels everywhere.");
    }
    return cells;
  }

  private static SampledBatch sample(Cell cell, ModelPair model, Context context) {
    int size = cell.labels().batch(1);
    GenerateRequest request = cell.sampling().request(cell.labels().labels(size, model.maskgit()));
    Generation generation =
        Steps.run(
            cell.sampling(),
            context,
            step -> {},
            steps -> model.maskgit().generate(request, steps));
    return SampledBatch.generated(request, cell.sampling(), generation);
  }
}
