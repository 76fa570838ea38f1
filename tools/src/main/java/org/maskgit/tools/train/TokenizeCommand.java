package org.maskgit.tools.train;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.data.Augmentation;
import org.maskgit.data.ImageBatch;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImagePasses;
import org.maskgit.data.ImageSet;
import org.maskgit.data.TokenManifest;
import org.maskgit.data.TokenShardWriter;
import org.maskgit.graph.Execution;
import org.maskgit.image.Image;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ExecutionOptions;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.training.TokenBatch;

/** {@code maskgit tokenize}: a set of images as tokens, which a transformer is trained with. */
public final class TokenizeCommand implements Command {
  private static final Option DATA =
      StandardOptions.valued("data", "DIR", "images in folders of classes, or a file of them");
  private static final Option TOKENIZER =
      StandardOptions.valued("tokenizer", "FILE", "the tokenizer's checkpoint");
  private static final Option OUTPUT =
      StandardOptions.valued("output", "DIR", "folder of tokens; an unfinished one goes on");
  private static final Option SIZE =
      StandardOptions.valued("size", "PX", "side that images are brought to (default: 256)");
  private static final Option PASSES =
      StandardOptions.valued(
          "passes", "N", "how often each image is stored (default: 1, or 2 with --flip)");
  private static final Option FLIP =
      StandardOptions.flag("flip", "mirror the images of every other pass");
  private static final Option CROP =
      StandardOptions.flag("crop", "take another random crop in each pass");
  private static final Option SEED =
      StandardOptions.valued("seed", "S", "seed of the crops (default: 42)");
  private static final Option SHARD =
      StandardOptions.valued("shard", "N", "images of a file (default: 8192)");

  private static final int DEFAULT_SIZE = 256;
  private static final int DEFAULT_SEED = 42;
  private static final int DEFAULT_SHARD = 8192;
  private static final int BATCH = 16;

  @Override
  public String name() {
    return "tokenize";
  }

  @Override
  public String summary() {
    return "store images as tokens, to train a transformer with";
  }

  @Override
  public Options options() {
    Options options = new Options();
    List.of(DATA, TOKENIZER, OUTPUT, SIZE, PASSES, FLIP, CROP, SEED, SHARD)
        .forEach(options::addOption);
    return options.addOptions(ExecutionOptions.declareLocal());
  }

  @Override
  public String example() {
    return "tokenize --data emoji/train --tokenizer tokenizer.safetensors --size 64 --flip --output tokens/train";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path file = arguments.requiredPath(TOKENIZER);
    Path data = Path.of(arguments.required(DATA));
    Path output = Path.of(arguments.required(OUTPUT));
    int size = arguments.integer(SIZE, 1).orElse(DEFAULT_SIZE);
    int passes = arguments.integer(PASSES, 1).orElse(arguments.has(FLIP) ? 2 : 1);
    int shard = arguments.integer(SHARD, 1).orElse(DEFAULT_SHARD);
    ImageBatchConfig reading =
        new ImageBatchConfig(
            BATCH,
            size,
            /* shuffle= */ false,
            arguments.integer(SEED, 0).orElse(DEFAULT_SEED),
            /* overWhite= */ true,
            augmentation(arguments),
            /* threads= */ 0);

    ImageSet images = ImageSet.open(data);
    Execution execution = ExecutionOptions.local(arguments);
    try (TokenizerModel tokenizer =
        TokenizerModel.load(Checkpoint.open(file, ModelKind.TOKENIZER), execution)) {
      context.console().note("Tokenizing on %s.".formatted(execution.device()));
      int factor = tokenizer.config().factor();
      if (size % factor != 0) {
        throw new UsageException(
            "--size: expected a multiple of %d for this tokenizer, found %d."
                .formatted(factor, size));
      }
      TokenManifest manifest =
          new TokenManifest(
              ModelFile.of(file).sha256(),
              size / factor,
              tokenizer.config().codebookSize(),
              "%s, %d passes, %s".formatted(data, passes, reading),
              images.classNames());
      TokenShardWriter writer = TokenShardWriter.open(output, manifest, shard);
      try (ImagePasses pass = ImagePasses.open(images, reading, passes, writer.position())) {
        write(pass, tokenizer, writer, context);
        report(output, pass, context);
      }
    }
  }

  private static Augmentation augmentation(Arguments arguments) {
    Augmentation base = arguments.has(CROP) ? Augmentation.CROP : Augmentation.NONE;
    return new Augmentation(
        base.randomCrop(),
        base.minArea(),
        base.maxArea(),
        base.minAspect(),
        base.maxAspect(),
        arguments.has(FLIP));
  }

  private static void write(
      ImagePasses pass, TokenizerModel tokenizer, TokenShardWriter writer, Context context) {
    try (Progress progress =
        context.console().progress("Tokenizing", pass.total(), Progress.Unit.IMAGES)) {
      Optional<ImageBatch> batch = pass.next();
      while (batch.isPresent()) {
        context.interruption().check();
        writer.add(tokens(batch.get(), tokenizer), pass.position());
        progress.at(Long.parseLong(pass.position()));
        batch = pass.next();
      }
    }
    writer.finish();
  }

  private static TokenBatch tokens(ImageBatch batch, TokenizerModel tokenizer) {
    int size = (int) batch.images().shape().get(1);
    float[] pixels = batch.pixels();
    int length = pixels.length / batch.size();
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      images.add(new Image(size, size, Arrays.copyOfRange(pixels, i * length, (i + 1) * length)));
    }
    return new TokenBatch(tokenizer.encode(images), batch.labels().toArray());
  }

  private static void report(Path output, ImagePasses pass, Context context) {
    LoopRun.noteBroken(context.console(), pass.broken());
    JsonObject json = new JsonObject();
    json.addProperty("tokens", output.toString());
    json.addProperty("images", pass.total());
    json.addProperty("broken", pass.broken().size());
    context.console().results(json, List.of(output.toString()));
  }
}
