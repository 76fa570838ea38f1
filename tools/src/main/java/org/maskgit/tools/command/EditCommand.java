package org.maskgit.tools.command;

import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.editing.Box;
import org.maskgit.graph.Execution;
import org.maskgit.image.Image;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.tools.recipe.Recipe;

/** {@code maskgit edit}. */
public final class EditCommand implements Command {
  /** The official demo edits with 12 steps and begins with step 2. */
  private static final int STEPS = 12;

  private static final int START_STEP = 2;
  private static final Option IMAGE =
      StandardOptions.valued(
          "image", "FILE", "a picture of any size; resized to the model's with Pillow's bicubic");
  private static final Option BOX =
      StandardOptions.valued(
          "box", "TOP,LEFT,HEIGHT,WIDTH", "what to make anew, in pixels of the resized picture");

  @Override
  public String name() {
    return "edit";
  }

  @Override
  public String summary() {
    return "give a box of a picture a new class";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOption(IMAGE)
        .addOption(BOX)
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP))
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "edit --model imagenet256 --image dog.jpg --box 64,32,128,144 --label tabby";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path file = arguments.requiredPath(IMAGE);
    arguments.required(BOX);
    Box box = arguments.parsed(BOX, Box::parse).orElseThrow();
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.of(arguments, files.labels());
    SamplingOptions sampling = SamplingOptions.of(arguments, STEPS, START_STEP);
    int batch = labels.batch(1);
    SampleOutputOptions output = SampleOutputOptions.of(arguments);
    output.check(batch);
    Execution execution = files.execution();
    RgbImage source = ImageFiles.read(file);

    try (ModelPair model = ModelPair.load(files, execution, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest request = sampling.request(labels.labels(batch, maskgit.classes()));
      Image image = maskgit.fit(source);
      Generation generation =
          Steps.run(sampling, context, listener -> maskgit.edit(image, box, request, listener));
      new SampleWriter(output, model, context)
          .write(
              new SampledBatch(
                  name(),
                  request.labels(),
                  sampling,
                  generation.input(),
                  new Recipe.Edit(
                      ImmutableIntArray.of(box.top(), box.left(), box.height(), box.width()),
                      ModelFile.of(file).sha256()),
                  generation));
    }
  }
}
