package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.option.ImageOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.PictureOptions;
import org.maskgit.tools.option.PictureOptions.Picture;
import org.maskgit.tools.recipe.ModelFile;

/** {@code maskgit reconstruct}. */
public final class ReconstructCommand implements Command {

  @Override
  public String name() {
    return "reconstruct";
  }

  @Override
  public String summary() {
    return "send pictures through the tokenizer and back, to see what it keeps";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declareTokenizer())
        .addOptions(ImageOptions.declare())
        .addOptions(PictureOptions.declare());
  }

  @Override
  public String example() {
    return "reconstruct --model imagenet256 --image cat.jpg --output cat-again.png";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    ImageOptions images = ImageOptions.of(arguments);
    PictureOptions output = PictureOptions.of(arguments);
    output.check(images.files().size());
    ModelOptions model = ModelOptions.of(arguments, context);
    Path file = model.tokenizer();
    List<Picture> pictures = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int total = images.files().size();
    int side;
    try (TokenizerModel tokenizer =
            TokenizerModel.load(
                Checkpoint.open(file, ModelKind.TOKENIZER), model.localExecution());
        Progress progress =
            context.console().progress("Reconstructing", total, Progress.Unit.IMAGES)) {
      ModelFile weights = ModelFile.of(file);
      side = images.side(model, tokenizer.config());
      for (Path image : images.files()) {
        context.interruption().check();
        int[][] tokens = tokenizer.encode(List.of(ImageOptions.read(image, side)));
        pictures.add(
            new Picture(
                name(image, names),
                tokenizer.decode(tokens).get(0).toRgb(),
                Origins.text("reconstruct", weights, tokens[0], source(image))));
        progress.at(pictures.size());
      }
    }
    ImmutableList<Path> files = output.write(pictures);
    JsonObject json = Results.files(files);
    json.addProperty("size", side);
    json.addProperty("resize", "bicubic");
    context.console().results(json, Results.lines(files));
  }

  /** The source's name, marked as another picture, and numbered where two have the same. */
  private static String name(Path image, Set<String> names) {
    String name = MoreFiles.getNameWithoutExtension(image) + "-reconstructed";
    for (int i = 2; !names.add(name); i++) {
      name = MoreFiles.getNameWithoutExtension(image) + "-reconstructed-" + i;
    }
    return name;
  }

  private static JsonObject source(Path image) {
    JsonObject source = new JsonObject();
    source.addProperty("image_sha256", ModelFile.of(image).sha256());
    return source;
  }
}
