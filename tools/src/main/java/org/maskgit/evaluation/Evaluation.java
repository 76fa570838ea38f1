package org.maskgit.evaluation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.maskgit.evaluation.ManifoldMetrics.Distances;
import org.maskgit.io.DataException;

/** Computes every metric that two sets of features allow. Stateless. */
public final class Evaluation {
  private final FeatureSet reference;
  private final FeatureSet generated;
  private final EvaluationConfig config;
  private final Map<Metric, Double> values = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();

  private Evaluation(FeatureSet reference, FeatureSet generated, EvaluationConfig config) {
    this.reference = reference;
    this.generated = generated;
    this.config = config;
  }

  /**
   * Compares generated with reference samples.
   *
   * @param reference real samples, or the moments of their features
   * @param generated generated samples
   * @param config what to compute and how
   * @return the metrics, and why some are missing
   * @throws DataException if the features differ in length
   */
  public static Scores compare(
      FeatureSet reference, FeatureSet generated, EvaluationConfig config) {
    Evaluation evaluation = new Evaluation(reference, generated, config);
    for (MetricGroup group : config.groups()) {
      switch (group) {
        case FID -> evaluation.frechet();
        case IS -> evaluation.inceptionScore();
        case KID -> evaluation.kernel();
        case PRDC -> evaluation.manifold();
      }
    }
    return new Scores(
        reference.count(),
        generated.count(),
        ImmutableMap.copyOf(evaluation.values),
        ImmutableList.copyOf(evaluation.leftOut));
  }

  private void frechet() {
    int fewest =
        reference.hasGivenMoments()
            ? generated.count()
            : Math.min(reference.count(), generated.count());
    if (fewest < config.minimumForFid() && !generated.hasGivenMoments()) {
      leftOut.add(
          "the Fréchet distance needs at least %d samples, found %d and %d"
              .formatted(config.minimumForFid(), reference.count(), generated.count()));
      return;
    }
    reference
        .moments()
        .ifPresent(
            real ->
                generated.moments().ifPresent(fake -> values.put(Metric.FID, frechet(real, fake))));
    reference
        .spatialMoments()
        .ifPresent(
            real ->
                generated
                    .spatialMoments()
                    .ifPresent(fake -> values.put(Metric.SFID, frechet(real, fake))));
  }

  private double frechet(GaussianMoments real, GaussianMoments fake) {
    requireOneLength(real.dimension(), fake.dimension());
    return FrechetDistance.between(real, fake);
  }

  private void requireOneLength(int real, int fake) {
    if (real != fake) {
      throw new DataException(
          "%s has features of %d numbers, %s of %d: expected one length; make both with the same network."
              .formatted(reference.source(), real, generated.source(), fake));
    }
  }

  private void inceptionScore() {
    Optional<FeatureMatrix> logits = generated.logits();
    if (logits.isEmpty()) {
      return;
    }
    boolean shuffled = config.protocol() == Protocol.TORCH_FIDELITY;
    if (shuffled && generated.count() < InceptionScore.TORCH_FIDELITY_SPLITS) {
      leftOut.add(
          "torch-fidelity's Inception Score needs at least %d samples, found %d"
              .formatted(InceptionScore.TORCH_FIDELITY_SPLITS, generated.count()));
      return;
    }
    InceptionScore score =
        shuffled
            ? InceptionScore.torchFidelity(logits.get())
            : InceptionScore.inOrder(logits.get(), config.splitSize());
    values.put(Metric.IS_MEAN, score.mean());
    values.put(Metric.IS_STD, score.deviation());
  }

  private void kernel() {
    boolean subsets = config.protocol() == Protocol.TORCH_FIDELITY;
    int needed = subsets ? KernelDistance.TORCH_FIDELITY_SUBSET : 2;
    if (haveFeatures("the kernel distance", needed)) {
      FeatureMatrix real = reference.features().orElseThrow();
      FeatureMatrix fake = generated.features().orElseThrow();
      KernelDistance distance =
          subsets ? KernelDistance.torchFidelity(fake, real) : KernelDistance.of(real, fake);
      values.put(Metric.KID, distance.value());
      if (subsets) {
        values.put(Metric.KID_STD, distance.deviation());
      }
    }
  }

  private void manifold() {
    if (haveFeatures("precision and recall", config.neighbours() + 1)) {
      ManifoldMetrics metrics =
          ManifoldMetrics.of(
              reference.features().orElseThrow(),
              generated.features().orElseThrow(),
              config.neighbours(),
              config.protocol() == Protocol.ADM ? Distances.ADM_HALF : Distances.EXACT);
      values.put(Metric.PRECISION, metrics.precision());
      values.put(Metric.RECALL, metrics.recall());
      values.put(Metric.DENSITY, metrics.density());
      values.put(Metric.COVERAGE, metrics.coverage());
    }
  }

  private boolean haveFeatures(String what, int needed) {
    if (Math.min(reference.count(), generated.count()) < needed) {
      leftOut.add(
          "%s needs features of at least %d samples, found %d and %d"
              .formatted(what, needed, reference.count(), generated.count()));
      return false;
    }
    requireOneLength(
        reference.features().orElseThrow().dimension(),
        generated.features().orElseThrow().dimension());
    return true;
  }
}
