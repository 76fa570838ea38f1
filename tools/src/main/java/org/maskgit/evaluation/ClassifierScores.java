package org.maskgit.evaluation;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.shard.Rejection;
import org.maskgit.shard.Sample;

/**
 * How likely a frozen classifier finds pictures to be of their classes: softmax of its logits,
 * summed over those of its classes that stand for the model's. Not safe for use by several threads.
 */
public final class ClassifierScores implements Rejection.Scores, AutoCloseable {
  private final FeatureNetwork network;
  private final ImmutableList<ImmutableIntArray> classes;

  private ClassifierScores(FeatureNetwork network, ImmutableList<ImmutableIntArray> classes) {
    this.network = network;
    this.classes = classes;
  }

  /**
   * Takes a classifier.
   *
   * @param network with logits; closed with this
   * @param classes which of its classes stand for each of the model's; empty if they are the same
   * @return the scores
   */
  public static ClassifierScores of(FeatureNetwork network, List<ImmutableIntArray> classes) {
    return new ClassifierScores(network, ImmutableList.copyOf(classes));
  }

  /**
   * Scores pictures.
   *
   * @param samples pictures of one size with their labels
   * @return the probability of each one's class, from 0 to 1
   * @throws DataException if the classifier has no logits or lacks a class
   */
  @Override
  public double[] of(List<Sample> samples) {
    return of(
        samples.stream().map(Sample::picture).toList(),
        ImmutableIntArray.copyOf(samples.stream().mapToInt(Sample::label)));
  }

  /**
   * Scores pictures.
   *
   * @param pictures of one size, at least one
   * @param labels a class of each
   * @return the probability of each one's class, from 0 to 1
   * @throws DataException if the classifier has no logits or lacks a class
   */
  public double[] of(List<RgbImage> pictures, ImmutableIntArray labels) {
    FeatureMatrix logits = logits(pictures);
    double[] scores = new double[pictures.size()];
    for (int i = 0; i < scores.length; i++) {
      double[] row = logits.rows(i, i + 1);
      double logSum = LogSumExp.of(row.length, c -> row[c]);
      scores[i] =
          classesOf(labels.get(i), row.length).stream()
              .mapToDouble(c -> Math.exp(row[c] - logSum))
              .sum();
    }
    return scores;
  }

  private FeatureMatrix logits(List<RgbImage> pictures) {
    RgbImage first = pictures.get(0);
    int length = first.rgb().length;
    byte[] samples = new byte[length * pictures.size()];
    for (int i = 0; i < pictures.size(); i++) {
      System.arraycopy(pictures.get(i).rgb(), 0, samples, i * length, length);
    }
    FeatureCollector collector = network.collect("the candidates");
    collector.add(new PictureBatch(pictures.size(), first.height(), first.width(), samples));
    return collector
        .finish()
        .logits()
        .orElseThrow(
            () ->
                new DataException(
                    "Expected a classifier with logits, found features only; name them with --logits."));
  }

  private ImmutableIntArray classesOf(int label, int count) {
    ImmutableIntArray found = classes.isEmpty() ? ImmutableIntArray.of(label) : classes.get(label);
    found.forEach(
        c -> {
          if (c < 0 || c >= count) {
            throw new DataException(
                "Expected classes from 0 to %d of the classifier, found %d for class %d; say with --class-map which of its classes stand for the model's."
                    .formatted(count - 1, c, label));
          }
        });
    return found;
  }

  @Override
  public void close() {
    network.close();
  }
}
