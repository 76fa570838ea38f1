package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.data.TokenBatches;
import org.maskgit.data.TokenShards;
import org.maskgit.graph.Device;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.training.FineTuning;
import org.maskgit.training.TrainingConfig;
import org.maskgit.training.TransformerTrainer;
import org.maskgit.training.loop.RunFolder;
import org.maskgit.training.loop.TransformerTraining;
import org.maskgit.transformer.ClassNames;

/** {@code maskgit train transformer}. */
public final class TrainTransformerCommand implements Command {
  private static final ImmutableMap<Option, String> OWN =
      ImmutableMap.of(
          StandardOptions.valued("data", "DIR", "tokens to train with, made by tokenize"),
          "data",
          StandardOptions.valued("held-out", "DIR", "tokens whose loss is looked at"),
          "heldOut",
          StandardOptions.valued("tokenizer", "FILE", "the tokens' tokenizer, to see samples with"),
          "tokenizer");

  @Override
  public String name() {
    return "train transformer";
  }

  @Override
  public String summary() {
    return "train a transformer on tokens";
  }

  @Override
  public Options options() {
    return TrainingOptions.declare(OWN);
  }

  @Override
  public String example() {
    return "train transformer --data tokens/train --run runs/transformer --preset small";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    TrainingOptions options = TrainingOptions.of(arguments, OWN);
    TransformerRun asked = options.settings(TransformerRun.PRESETS, TransformerRun.class);
    Device device = options.device();
    TokenShards tokens = RunSettings.required("data", asked.data(), TokenShards::open);
    TransformerRun settings = asked.fitTo(tokens.manifest());
    try (RunFolder folder = RunFolder.open(options.run())) {
      RunSettings.keep(folder, settings);
      RunClasses.write(folder.root(), new ClassNames(tokens.manifest().classNames()));
      train(settings, tokens, folder, device, context);
    }
  }

  private static void train(
      TransformerRun settings,
      TokenShards tokens,
      RunFolder folder,
      Device device,
      Context context) {
    TrainingConfig config = settings.training();
    LoopRun run = LoopRun.of(folder, settings.loop(), config.steps(), config.batchSize(), context);
    try (TokenBatches batches =
            TokenBatches.open(tokens, config.batchSize(), config.seed(), run.position());
        TransformerTrainer trainer = open(settings, run.saved(), device, context);
        GeneratedSamples samples = GeneratedSamples.of(trainer, settings, tokens.manifest())) {
      context.console().note("Training on %s.".formatted(device));
      run.train(new TransformerTraining(trainer), batches, samples);
    }
    context.interruption().check();
  }

  private static TransformerTrainer open(
      TransformerRun settings, Optional<Checkpoint> saved, Device device, Context context) {
    TrainingConfig config = settings.training();
    if (saved.isPresent()) {
      return TransformerTrainer.resume(config, saved.get(), device);
    }
    if (settings.init().isEmpty()) {
      return TransformerTrainer.create(config, device);
    }
    FineTuning fitted =
        FineTuning.of(Checkpoint.open(Path.of(settings.init()), ModelKind.TRANSFORMER), config);
    context.console().note(fitted.message());
    return TransformerTrainer.create(config, fitted.weights(), device);
  }
}
