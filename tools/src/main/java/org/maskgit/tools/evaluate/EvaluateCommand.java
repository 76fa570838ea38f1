package org.maskgit.tools.evaluate;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.evaluation.ClassAgreement;
import org.maskgit.evaluation.Evaluation;
import org.maskgit.evaluation.EvaluationConfig;
import org.maskgit.evaluation.FeatureFiles;
import org.maskgit.evaluation.FeatureNetwork;
import org.maskgit.evaluation.FeatureSet;
import org.maskgit.evaluation.InceptionScore;
import org.maskgit.evaluation.Metric;
import org.maskgit.evaluation.MetricGroup;
import org.maskgit.evaluation.PictureLabels;
import org.maskgit.evaluation.Protocol;
import org.maskgit.evaluation.Scores;
import org.maskgit.io.DataException;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ExecutionOptions;
import org.maskgit.tools.recipe.ModelFile;

/** {@code maskgit evaluate}: FID and its relatives, of pictures or of features from anywhere. */
public final class EvaluateCommand implements Command {
  private static final Option REFERENCE_FEATURES =
      StandardOptions.valued(
          "reference-features", "FILE.npz", "features [n, d] of real pictures, or mu and sigma");
  private static final Option FEATURES =
      StandardOptions.valued(
          "features", "FILE.npz", "features of generated pictures, and logits if there are any");
  private static final Option REFERENCE =
      StandardOptions.valued(
          "reference", "DIR|FILE.npz", "real pictures, or a reference file of ADM's evaluator");
  private static final Option IMAGES =
      StandardOptions.valued("images", "DIR|FILE.npz", "generated pictures");
  private static final Option SIZE =
      StandardOptions.valued("size", "PX", "side that pictures are brought to before the network");
  private static final Option METRICS =
      StandardOptions.valued("metrics", "LIST", "of fid,is,kid,prdc (default: all)");
  private static final Option K =
      StandardOptions.valued(
          "k", "K", "neighbour of precision, recall, density and coverage (default: 3)");
  private static final Option PROTOCOL =
      StandardOptions.valued(
          "protocol", "NAME", "whose numbers to compare with: exact, adm, torch-fidelity");
  private static final Option SPLIT =
      StandardOptions.valued("split", "N", "samples of a split of the IS (default: 5000)");
  private static final Option BATCH =
      StandardOptions.valued("batch", "N", "pictures of a batch (default: 64)");
  private static final Option FORCE =
      StandardOptions.flag("force", "compute the FID of fewer than 2,048 pictures, too");

  private static final Option AGREEMENT =
      StandardOptions.flag(
          "agreement",
          "how often pictures look like their class, by the classes of the reference's features");

  private static final Option CACHE =
      StandardOptions.valued(
          "reference-cache",
          "DIR",
          "keep the reference's features there, and take them from there the next time");

  private static final int DEFAULT_BATCH = 64;

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "score generated pictures: FID, sFID, IS, KID, precision, recall, density, coverage";
  }

  @Override
  public Options options() {
    Options options = new Options();
    List.of(REFERENCE_FEATURES, FEATURES, REFERENCE, IMAGES).forEach(options::addOption);
    options.addOptions(NetworkOptions.declare());
    List.of(SIZE, METRICS, K, PROTOCOL, SPLIT, BATCH, FORCE, AGREEMENT, CACHE)
        .forEach(options::addOption);
    return options.addOptions(ExecutionOptions.declareLocal());
  }

  @Override
  public String example() {
    return "evaluate --reference VIRTUAL_imagenet256_labeled.npz --images samples.npz --features-graph classify_image_graph_def.pb --preset inception --protocol adm";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    boolean ofFeatures = arguments.has(REFERENCE_FEATURES) || arguments.has(FEATURES);
    if (ofFeatures && (arguments.has(REFERENCE) || arguments.has(IMAGES))) {
      throw new UsageException(
          "Give --reference-features and --features, or --reference and --images, not both.");
    }
    if (ofFeatures && arguments.has(CACHE)) {
      throw new UsageException("--reference-cache goes only with --reference; leave it out.");
    }
    if (ofFeatures) {
      scoreFeatures(arguments, context);
    } else {
      scorePictures(arguments, context);
    }
  }

  private static void scoreFeatures(Arguments arguments, Context context) {
    Path real = arguments.requiredPath(REFERENCE_FEATURES);
    Path fake = arguments.requiredPath(FEATURES);
    EvaluationConfig config = config(arguments, EvaluationConfig.DEFAULT.minimumForFid());
    FeatureSet reference = FeatureFiles.read(real);
    FeatureSet generated = FeatureFiles.read(fake);
    if (!generated.hasGivenMoments() && generated.count() < EvaluationConfig.USUAL_MINIMUM) {
      context
          .console()
          .note(
              "A FID of fewer than %d samples is too high: compare it only with others of as many."
                  .formatted(EvaluationConfig.USUAL_MINIMUM));
    }
    Scores scores = Evaluation.compare(reference, generated, config);
    report(scores, ScoreReport.of(""), List.of(), new JsonObject(), context);
  }

  private static void scorePictures(Arguments arguments, Context context) {
    Path real = arguments.requiredPath(REFERENCE);
    Path fake = arguments.requiredPath(IMAGES);
    NetworkOptions options = NetworkOptions.of(arguments);
    int minimum =
        arguments.has(FORCE)
            ? EvaluationConfig.DEFAULT.minimumForFid()
            : EvaluationConfig.USUAL_MINIMUM;
    EvaluationConfig config = config(arguments, minimum);
    try (FeatureNetwork network = options.load()) {
      FeatureReading reading =
          new FeatureReading(
              network,
              arguments.integer(SIZE, 1).orElse(0),
              arguments.integer(BATCH, 1).orElse(DEFAULT_BATCH),
              arguments
                  .path(CACHE)
                  .map(
                      folder ->
                          FeatureCache.open(
                              folder, options.file(), network.config(), options.device(), context)),
              context);
      context.console().note("Features are computed on %s.".formatted(options.device()));
      FeatureSet reference = reading.reference(real);
      FeatureSet generated = reading.generated(fake);
      Scores scores = Evaluation.compare(reference, generated, config);
      if (config.groups().contains(MetricGroup.FID) && !scores.values().containsKey(Metric.FID)) {
        context.console().note("--force computes the Fréchet distance of fewer pictures, too.");
      }
      JsonObject json = new JsonObject();
      describe(options.file(), json);
      ScoreReport names = ScoreReport.of(network.config().name());
      List<String> more = new ArrayList<>();
      if (arguments.has(AGREEMENT)) {
        double agreement = agreement(reference, real, generated, fake);
        json.addProperty("class_agreement", agreement);
        more.add(ScoreReport.line("class agreement", agreement));
      }
      report(scores, names, more, json, context);
    }
  }

  /** Which network it was: there is no published hash to check the Inception graph against. */
  static void describe(Path network, JsonObject json) {
    json.addProperty("network", network.getFileName().toString());
    if (Files.isRegularFile(network)) {
      json.addProperty("network_sha256", ModelFile.of(network).sha256());
    }
  }

  private static EvaluationConfig config(Arguments arguments, int minimumForFid) {
    return new EvaluationConfig(
        arguments
            .parsed(METRICS, EvaluateCommand::groups)
            .orElse(EvaluationConfig.DEFAULT.groups()),
        arguments
            .parsed(PROTOCOL, name -> EnumNames.parse(Protocol.class, name))
            .orElse(Protocol.EXACT),
        arguments.integer(K, 1).orElse(EvaluationConfig.DEFAULT.neighbours()),
        arguments.integer(SPLIT, 1).orElse(InceptionScore.ADM_SPLIT),
        minimumForFid);
  }

  private static ImmutableSet<MetricGroup> groups(String text) {
    return Splitter.on(',')
        .trimResults()
        .splitToStream(text)
        .map(word -> EnumNames.parse(MetricGroup.class, word))
        .collect(ImmutableSet.toImmutableSet());
  }

  private static double agreement(FeatureSet reference, Path real, FeatureSet made, Path fake) {
    PictureLabels.requireSameClasses(real, fake);
    int[] classes = PictureLabels.read(real);
    int[] wanted = PictureLabels.read(fake);
    if (classes.length != reference.count() || wanted.length != made.count()) {
      throw new DataException(
          "--agreement needs all pictures whole: expected %d and %d, found %d and %d that can be read."
              .formatted(classes.length, wanted.length, reference.count(), made.count()));
    }
    return ClassAgreement.of(reference.features().orElseThrow(), classes)
        .score(made.features().orElseThrow(), wanted);
  }

  private static void report(
      Scores scores, ScoreReport names, List<String> more, JsonObject json, Context context) {
    for (String reason : scores.leftOut()) {
      context.console().note("Left out: " + reason + ".");
    }
    List<String> lines = new ArrayList<>();
    lines.add(count("reference samples", scores.referenceCount()));
    lines.add(count("generated samples", scores.generatedCount()));
    lines.addAll(names.lines(scores));
    lines.addAll(more);
    names.addTo(json, scores);
    json.addProperty("reference_count", scores.referenceCount());
    json.addProperty("generated_count", scores.generatedCount());
    context.console().results(json, ImmutableList.copyOf(lines));
  }

  static String count(String name, long count) {
    return String.format(Locale.ROOT, "%-24s %d", name, count);
  }
}
