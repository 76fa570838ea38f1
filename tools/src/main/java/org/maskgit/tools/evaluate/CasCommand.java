package org.maskgit.tools.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.data.ImageSet;
import org.maskgit.evaluation.PictureLabels;
import org.maskgit.evaluation.classifier.Classifier;
import org.maskgit.evaluation.classifier.ClassifierConfig;
import org.maskgit.graph.Device;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ExecutionOptions;

/** {@code maskgit cas}: the classification accuracy score. */
public final class CasCommand implements Command {
  private static final Option TRAIN =
      StandardOptions.valued("train", "DIR|FILE.npz", "generated pictures with their classes");
  private static final Option TEST =
      StandardOptions.valued("test", "DIR|FILE.npz", "real pictures of the same classes");
  private static final Option PRESET =
      StandardOptions.valued("preset", "NAME", "small or imagenet (default: small)");
  private static final Option SIZE =
      StandardOptions.valued("size", "PX", "side of the pictures (default: the preset's)");
  private static final Option BATCH =
      StandardOptions.valued("batch", "N", "pictures of a step (default: the preset's)");
  private static final Option STEPS =
      StandardOptions.valued("steps", "N", "steps of training (default: the preset's)");
  private static final Option SEED =
      StandardOptions.valued("seed", "N", "of weights and orders (default: 0)");

  @Override
  public String name() {
    return "cas";
  }

  @Override
  public String summary() {
    return "train a classifier on generated pictures, test it on real ones";
  }

  @Override
  public Options options() {
    Options options = new Options();
    List.of(TRAIN, TEST, PRESET, SIZE, BATCH, STEPS, SEED).forEach(options::addOption);
    return options.addOptions(ExecutionOptions.declareLocal());
  }

  @Override
  public String example() {
    return "cas --train samples.npz --test imagenet/val --preset imagenet";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path train = arguments.requiredPath(TRAIN);
    Path test = arguments.requiredPath(TEST);
    ImageSet generated = ImageSet.open(train);
    ImageSet real = ImageSet.open(test);
    PictureLabels.requireSameClasses(test, train);
    int classes = real.classNames().size();
    if (generated.classNames().size() > classes) {
      throw new DataException(
          "Expected generated pictures of the %d classes of the real ones, found %d classes in %s."
              .formatted(classes, generated.classNames().size(), generated.source()));
    }
    ClassifierConfig config = config(arguments);
    Device device = ExecutionOptions.localDevice(arguments);
    try (Classifier classifier = Classifier.create(config, classes, device);
        Progress progress =
            context.console().progress("Training", config.steps(), Progress.Unit.STEPS)) {
      context.console().note("Training on %s.".formatted(device));
      LongConsumer trained = progress.sparsely();
      classifier.train(
          generated,
          (step, loss) -> {
            context.interruption().check();
            trained.accept(step);
          });
      report(generated.size(), classifier.test(real), config, context);
    }
  }

  private static ClassifierConfig config(Arguments arguments) {
    String name = arguments.value(PRESET).orElse("small");
    ClassifierConfig preset = ClassifierConfig.PRESETS.get(name);
    if (preset == null) {
      throw new UsageException(
          "--preset: expected %s, found %s."
              .formatted(String.join(" or ", ClassifierConfig.PRESETS.keySet()), name));
    }
    return new ClassifierConfig(
        preset.network(),
        arguments.integer(SIZE, 8).orElse(preset.imageSize()),
        arguments.integer(BATCH, 1).orElse(preset.batchSize()),
        arguments.integer(STEPS, 1).orElse(preset.steps()),
        preset.flips(),
        arguments.integer(SEED, 0).orElse(0));
  }

  private static void report(
      int trained, Classifier.Accuracy accuracy, ClassifierConfig config, Context context) {
    JsonObject json = new JsonObject();
    json.addProperty("top1", 100 * accuracy.top1());
    json.addProperty("top5", 100 * accuracy.top5());
    json.addProperty("train_count", trained);
    json.addProperty("test_count", accuracy.count());
    json.addProperty("steps", config.steps());
    context
        .console()
        .results(
            json,
            ImmutableList.of(
                EvaluateCommand.count("training pictures", trained),
                EvaluateCommand.count("test pictures", accuracy.count()),
                ScoreReport.line("top-1 accuracy (%)", 100 * accuracy.top1()),
                ScoreReport.line("top-5 accuracy (%)", 100 * accuracy.top5())));
  }
}
