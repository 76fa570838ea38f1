package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;
import org.maskgit.io.ConfigJson;
import org.maskgit.tokenizer.training.TokenizerTrainer;
import org.maskgit.tokenizer.training.TokenizerTraining;
import org.maskgit.tokenizer.training.TokenizerTrainingConfig;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.training.loop.RunFolder;
import org.maskgit.training.loop.TrainingLoop;
import org.tensorflow.types.TFloat32;

/** {@code maskgit train tokenizer}. */
public final class TrainTokenizerCommand implements Command {
  /** With their reconstructions a square grid. */
  private static final int SAMPLES = 18;

  private static final ImmutableMap<Option, String> OWN =
      ImmutableMap.of(
          StandardOptions.valued("data", "DIR", "folder of pictures, in folders of classes"),
          "data");

  @Override
  public String name() {
    return "train tokenizer";
  }

  @Override
  public String summary() {
    return "train a tokenizer on pictures";
  }

  @Override
  public Options options() {
    return TrainingOptions.declare(OWN);
  }

  @Override
  public String example() {
    return "train tokenizer --data pictures --run runs/tokenizer --preset small";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    TrainingOptions options = TrainingOptions.of(arguments, OWN);
    TokenizerRun settings = options.settings(TokenizerRun.PRESETS, TokenizerRun.class);
    try (RunFolder folder = RunFolder.open(options.run())) {
      folder.writeConfiguration(ConfigJson.write(settings));
      Optional<Checkpoint> saved = folder.checkpoints().newest();
      TokenizerTrainingConfig config = settings.training();
      FolderImages pictures =
          FolderImages.open(Path.of(settings.data()), config.model().imageSize());
      try (FolderImages.Batches batches =
              pictures.batches(
                  config.batchSize(),
                  settings.flip(),
                  config.seed(),
                  saved.map(TrainingLoop::position));
          TokenizerTrainer trainer = open(settings, saved, context)) {
        TokenizerTraining training =
            TokenizerTraining.of(trainer, Math.max(1, pictures.size() / config.batchSize()));
        train(settings, folder, training, trainer, batches, pictures.first(SAMPLES), context);
      }
    }
  }

  private static TokenizerTrainer open(
      TokenizerRun settings, Optional<Checkpoint> saved, Context context) {
    TokenizerTrainingConfig config = settings.training();
    if (saved.isPresent()) {
      context.console().note("Going on from %s.".formatted(saved.get().name()));
      return TokenizerTrainer.resume(config, saved.get());
    }
    if (settings.init().isEmpty()) {
      return TokenizerTrainer.create(config);
    }
    return TokenizerTrainer.create(config, Checkpoint.open(Path.of(settings.init())));
  }

  private static void train(
      TokenizerRun settings,
      RunFolder folder,
      TokenizerTraining training,
      TokenizerTrainer trainer,
      FolderImages.Batches batches,
      List<Image> fixed,
      Context context) {
    TokenizerTrainingConfig config = settings.training();
    try (RunReporter reporter =
        new RunReporter(
            folder,
            context.console(),
            settings.loop(),
            config.batchSize(),
            trainer.steps(),
            () -> pairs(fixed, trainer.reconstruct(fixed)))) {
      TrainingLoop<TFloat32> loop =
          new TrainingLoop<>(
              training, batches, folder.checkpoints(), settings.loop(), config.steps(), reporter);
      loop.run(context.interruption()::requested);
    }
    context.interruption().check();
  }

  /** Each picture beside its reconstruction. */
  private static List<RgbImage> pairs(List<Image> originals, List<Image> reconstructions) {
    List<RgbImage> pairs = new ArrayList<>();
    for (int i = 0; i < originals.size(); i++) {
      pairs.add(originals.get(i).toRgb());
      pairs.add(reconstructions.get(i).toRgb());
    }
    return pairs;
  }
}
