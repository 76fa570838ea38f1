package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.maskgit.image.ImageGrid;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.SamplingStep;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.option.PictureOptions.Picture;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.TokenFiles;
import org.maskgit.tools.picture.GifFile;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;

/** Writes what came out of a command that samples and prints the results. */
final class SampleWriter implements StepListener {
  private final SampleOutputOptions output;
  private final ModelPair model;
  private final Context context;
  private final List<SamplingStep> steps = new ArrayList<>();

  SampleWriter(SampleOutputOptions output, ModelPair model, Context context) {
    this.output = output;
    this.model = model;
    this.context = context;
  }

  /** Remembers the steps, if they are to be drawn. */
  @Override
  public void onStep(SamplingStep step) {
    if (output.stepsSheet().isPresent()) {
      steps.add(step);
    }
  }

  void write(SampledBatch batch) {
    List<Path> files = new ArrayList<>();
    if (output.wantsPictures()) {
      files.addAll(writePictures(batch));
    }
    write(output.stepsGif(), files, file -> GifFile.write(file, frames(batch)));
    if (output.stepsSheet().isPresent() && steps.isEmpty()) {
      context.console().note("All tokens were known: there is no step to draw.");
    } else {
      write(output.stepsSheet(), files, file -> writeSheet(file, batch));
    }
    write(output.framesGif(), files, file -> GifFile.write(file, batch.pictures()));
    write(output.tokens(), files, file -> TokenFiles.write(file, batch.result().tokens()));
    write(output.trace(), files, file -> TokenFiles.writeTrace(file, batch.result().trace()));
    if (batch.drawn() > batch.size()) {
      context.console().note("Kept %d of %d candidates.".formatted(batch.size(), batch.drawn()));
    }
    if (!batch.sampling().hasSteps()) {
      context.console().note("Steps: " + batch.result().stepsUsed() + ".");
    }
    context.console().results(json(batch, files), Results.lines(files));
  }

  private static void write(Optional<Path> file, List<Path> files, Consumer<Path> how) {
    file.ifPresent(how);
    file.ifPresent(files::add);
  }

  private void writeSheet(Path file, SampledBatch batch) {
    RgbImage sheet = new StepsSheet(model.maskgit(), steps, batch.rows()).draw();
    new Picture(
            "steps",
            sheet,
            RecipeText.ofGrid(batch.recipes(model).stream().map(RecipeText::of).toList()))
        .write(file);
  }

  private ImmutableList<Path> writePictures(SampledBatch batch) {
    ImmutableList<Recipe> recipes = batch.recipes(model);
    ImmutableList<RgbImage> images = batch.pictures();
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      pictures.add(new Picture(batch.name(i), images.get(i), RecipeText.of(recipes.get(i))));
    }
    return output.pictures().write(pictures);
  }

  /** The decoded tokens of every step that ran, all samples in one frame. */
  private ImmutableList<RgbImage> frames(SampledBatch batch) {
    int first = batch.sampling().startStep();
    int steps = batch.result().trace()[0].length - first;
    ImmutableList.Builder<RgbImage> frames = ImmutableList.builder();
    try (Progress progress =
        context.console().progress("Decoding steps", steps, Progress.Unit.IMAGES)) {
      for (int step = 0; step < steps; step++) {
        List<RgbImage> cells = new ArrayList<>();
        for (int[][] sample : batch.result().trace()) {
          context.interruption().check();
          cells.add(StepPicture.of(model.maskgit(), sample[first + step]));
        }
        frames.add(ImageGrid.of(cells, 0));
        progress.at(step + 1);
      }
    }
    return frames.build();
  }

  private JsonObject json(SampledBatch batch, List<Path> files) {
    JsonArray labels = new JsonArray();
    batch.labels().forEach(labels::add);
    JsonObject json = Results.files(files);
    json.addProperty("task", batch.task());
    json.add("labels", labels);
    RecipeText.addTo(json, batch.sampling().toRecipe());
    JsonArray stepsUsed = new JsonArray();
    batch.result().stepsUsed().forEach(stepsUsed::add);
    json.add("steps_used", stepsUsed);
    json.addProperty("tries", batch.drawn());
    json.addProperty("size", model.maskgit().imageSize());
    json.addProperty("height", batch.pictures().get(0).height());
    json.addProperty("width", batch.pictures().get(0).width());
    return json;
  }
}
