package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImageBatches;
import org.maskgit.data.ImageSet;
import org.maskgit.graph.Device;
import org.maskgit.tokenizer.training.TokenizerTrainer;
import org.maskgit.tokenizer.training.TokenizerTraining;
import org.maskgit.tokenizer.training.TokenizerTrainingConfig;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.training.loop.RunFolder;

/** {@code maskgit train tokenizer}. */
public final class TrainTokenizerCommand implements Command {
  private static final ImmutableMap<Option, String> OWN =
      ImmutableMap.of(
          StandardOptions.valued("data", "DIR", "images to train with, in folders of classes"),
          "data",
          StandardOptions.valued("held-out", "DIR", "images that are only looked at"),
          "heldOut");

  @Override
  public String name() {
    return "train tokenizer";
  }

  @Override
  public String summary() {
    return "train a tokenizer on images";
  }

  @Override
  public Options options() {
    return TrainingOptions.declare(OWN);
  }

  @Override
  public String example() {
    return "train tokenizer --data emoji/train --run runs/tokenizer --preset small";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    TrainingOptions options = TrainingOptions.of(arguments, OWN);
    TokenizerRun settings = options.settings(TokenizerRun.PRESETS, TokenizerRun.class);
    Device device = options.device();
    try (RunFolder folder = RunFolder.open(options.run())) {
      RunSettings.keep(folder, settings);
      train(settings, folder, device, context);
    }
  }

  private static void train(
      TokenizerRun settings, RunFolder folder, Device device, Context context) {
    TokenizerTrainingConfig config = settings.training();
    int size = config.model().imageSize();
    LoopRun run = LoopRun.of(folder, settings.loop(), config.steps(), config.batchSize(), context);
    ImageSet images = RunSettings.required("data", settings.data(), ImageSet::open);
    ImageSet shown =
        settings.heldOut().isEmpty() ? images : ImageSet.open(Path.of(settings.heldOut()));
    ImageBatchConfig batching =
        ImageBatchConfig.training(config.batchSize(), size, config.seed(), settings.augmentation());
    try (ImageBatches batches = ImageBatches.open(images, batching, run.position());
        TokenizerTrainer trainer = open(settings, run.saved(), device)) {
      context.console().note("Training on %s.".formatted(device));
      if (!trainer.config().perceptual().isOn()) {
        context.console().note("No perceptual network is named: that term is off.");
      }
      run.train(
          TokenizerTraining.of(trainer, Math.max(1, images.size() / config.batchSize())),
          batches,
          Reconstructions.of(trainer, shown, size));
      LoopRun.noteBroken(context.console(), batches.broken());
    }
    context.interruption().check();
  }

  private static TokenizerTrainer open(
      TokenizerRun settings, Optional<Checkpoint> saved, Device device) {
    TokenizerTrainingConfig config = settings.training();
    if (saved.isPresent()) {
      return TokenizerTrainer.resume(config, saved.get(), device);
    }
    return settings.init().isEmpty()
        ? TokenizerTrainer.create(config, device)
        : TokenizerTrainer.create(
            config, Checkpoint.open(Path.of(settings.init()), ModelKind.TOKENIZER), device);
  }
}
