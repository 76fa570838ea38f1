package org.maskgit.tools.evaluate;

import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.evaluation.Evaluation;
import org.maskgit.evaluation.EvaluationConfig;
import org.maskgit.evaluation.FeatureCollector;
import org.maskgit.evaluation.FeatureNetwork;
import org.maskgit.evaluation.MetricGroup;
import org.maskgit.evaluation.PictureBatch;
import org.maskgit.evaluation.Pictures;
import org.maskgit.evaluation.Protocol;
import org.maskgit.evaluation.ReconstructionScores;
import org.maskgit.evaluation.ReconstructionTally;
import org.maskgit.evaluation.Scores;
import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ModelOptions;

/** {@code maskgit evaluate-tokenizer}: how much of pictures a tokenizer keeps. */
public final class EvaluateTokenizerCommand implements Command {
  private static final Option DATA =
      StandardOptions.valued("data", "DIR|FILE", "pictures in folders of classes, or a file");
  private static final Option SIZE =
      StandardOptions.valued("size", "PX", "side that pictures are brought to (default: 256)");
  private static final Option FORCE =
      StandardOptions.flag("force", "compute the rFID of fewer than 2,048 pictures, too");

  private static final int DEFAULT_SIZE = 256;
  private static final int BATCH = 16;

  @Override
  public String name() {
    return "evaluate-tokenizer";
  }

  @Override
  public String summary() {
    return "score reconstructions: PSNR, SSIM, L1, use of the codebook, and rFID with a network";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declareTokenizer())
        .addOption(DATA)
        .addOption(SIZE)
        .addOptions(NetworkOptions.declare())
        .addOption(FORCE);
  }

  @Override
  public String example() {
    return "evaluate-tokenizer --model imagenet256 --data imagenet/val --size 256 --features-graph classify_image_graph_def.pb --preset inception";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    ModelOptions model = ModelOptions.of(arguments, context);
    Path file = model.tokenizer();
    Path data = arguments.requiredPath(DATA);
    int size = arguments.integer(SIZE, 1).orElse(DEFAULT_SIZE);
    NetworkOptions options = NetworkOptions.of(arguments);
    try (TokenizerModel tokenizer =
            TokenizerModel.load(Checkpoint.open(file), model.localExecution());
        Pictures pictures = Pictures.open(data, size, BATCH)) {
      int factor = tokenizer.config().factor();
      if (size % factor != 0) {
        throw new UsageException(
            "--size: expected a multiple of %d for this tokenizer, found %d."
                .formatted(factor, size));
      }
      Pass pass = new Pass(tokenizer, pictures, context);
      if (!options.areGiven()) {
        report(pass.scores(List.of()), Optional.empty(), new JsonObject(), context);
        return;
      }
      try (FeatureNetwork network = options.load()) {
        FeatureCollector originals = network.collect(data.toString());
        FeatureCollector made = network.collect("the reconstructions");
        ReconstructionScores scores = pass.scores(List.of(originals, made));
        Scores distances =
            Evaluation.compare(originals.finish(), made.finish(), config(arguments.has(FORCE)));
        JsonObject json = new JsonObject();
        EvaluateCommand.describe(options.file(), json);
        report(
            scores, Optional.of(new Distances(network.config().name(), distances)), json, context);
      }
    }
  }

  /**
   * Distances and the network that they are of.
   *
   * @param network its name
   * @param scores rFID and, for its logits, IS
   */
  private record Distances(String network, Scores scores) {}

  private static EvaluationConfig config(boolean force) {
    EvaluationConfig base = EvaluationConfig.DEFAULT;
    return new EvaluationConfig(
        ImmutableSet.of(MetricGroup.FID, MetricGroup.IS),
        Protocol.EXACT,
        base.neighbours(),
        base.splitSize(),
        force ? base.minimumForFid() : EvaluationConfig.USUAL_MINIMUM);
  }

  /** All pictures through the tokenizer and back. */
  private record Pass(TokenizerModel tokenizer, Pictures pictures, Context context) {

    /** Scores them, and hands pictures and reconstructions to two collectors, if there are any. */
    ReconstructionScores scores(List<FeatureCollector> collectors) {
      ReconstructionTally tally = ReconstructionTally.of(tokenizer.config().codebookSize());
      long done = 0;
      try (Progress progress =
          context.console().progress("Reconstructing", pictures.total(), Progress.Unit.IMAGES)) {
        for (Optional<PictureBatch> next = pictures.next();
            next.isPresent();
            next = pictures.next()) {
          PictureBatch batch = next.get();
          PictureBatch made = reconstruct(batch, tally);
          if (!collectors.isEmpty()) {
            collectors.get(0).add(batch);
            collectors.get(1).add(made);
          }
          done += batch.count();
          progress.at(done);
        }
      }
      return tally.scores();
    }

    private PictureBatch reconstruct(PictureBatch batch, ReconstructionTally tally) {
      byte[] samples = new byte[batch.samples().length];
      int length = samples.length / batch.count();
      for (int i = 0; i < batch.count(); i++) {
        context.interruption().check();
        RgbImage picture = batch.picture(i);
        int[][] codes = tokenizer.encode(List.of(Image.of(picture)));
        RgbImage made = tokenizer.decode(codes).get(0).toRgb();
        tally.add(picture, made, codes[0]);
        System.arraycopy(made.rgb(), 0, samples, i * length, length);
      }
      return new PictureBatch(batch.count(), batch.height(), batch.width(), samples);
    }
  }

  private static void report(
      ReconstructionScores scores,
      Optional<Distances> distances,
      JsonObject json,
      Context context) {
    List<String> lines = new ArrayList<>();
    lines.add(EvaluateCommand.count("pictures", scores.count()));
    lines.add(ScoreReport.line("PSNR (dB)", scores.psnr()));
    lines.add(ScoreReport.line("SSIM", scores.ssim()));
    lines.add(ScoreReport.line("L1", scores.l1()));
    lines.add(ScoreReport.line("codebook usage", scores.codebook().usage()));
    lines.add(ScoreReport.line("codebook perplexity", scores.codebook().perplexity()));
    json.addProperty("count", scores.count());
    json.addProperty("psnr", scores.psnr());
    json.addProperty("ssim", scores.ssim());
    json.addProperty("l1", scores.l1());
    json.addProperty("codebook_size", scores.codebook().codes());
    json.addProperty("codebook_used", scores.codebook().used());
    json.addProperty("codebook_usage", scores.codebook().usage());
    json.addProperty("codebook_perplexity", scores.codebook().perplexity());
    distances.ifPresent(
        found -> {
          ScoreReport names = ScoreReport.ofReconstructions(found.network());
          lines.addAll(names.lines(found.scores()));
          names.addTo(json, found.scores());
          found.scores().leftOut().forEach(r -> context.console().note("Left out: " + r + "."));
        });
    context.console().results(json, lines);
  }
}
