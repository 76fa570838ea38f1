package org.maskgit.evaluation;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.maskgit.io.DataException;

/**
 * Collects the features of pictures. Spatial features are summed up at once, in groups of 1,024:
 * only their moments are wanted. Not safe for use by several threads.
 */
public final class FeatureCollector {
  private final String name;
  private final FeatureNetwork network;
  private final List<float[]> features = new ArrayList<>();
  private final List<float[]> logits = new ArrayList<>();
  private final List<float[]> spatial = new ArrayList<>();
  private Optional<FeatureStatistics> spatialStatistics = Optional.empty();

  FeatureCollector(String name, FeatureNetwork network) {
    this.name = name;
    this.network = network;
  }

  /**
   * Adds pictures.
   *
   * @param batch the pictures
   * @throws DataException if their features aren't finite or of another length than expected
   */
  public void add(PictureBatch batch) {
    FeatureNetworkConfig config = network.config();
    ImmutableList<float[]> outputs = network.run(batch);
    int next = 0;
    split(outputs.get(next++), batch.count(), features);
    int length = features.get(0).length;
    if (config.dimension() != 0 && length != config.dimension()) {
      throw new DataException(
          "%s: expected a network of %d features, found %d; name another file."
              .formatted(name, config.dimension(), length));
    }
    if (!config.logits().isEmpty() || !config.classifier().isEmpty()) {
      split(outputs.get(next++), batch.count(), logits);
    }
    if (!config.spatial().isEmpty()) {
      split(outputs.get(next), batch.count(), spatial);
      while (spatial.size() >= FeatureStatistics.GROUP) {
        sumUp(spatial.subList(0, FeatureStatistics.GROUP));
      }
    }
  }

  private void split(float[] all, int count, List<float[]> rows) {
    int length = all.length / count;
    if (length == 0 || length * count != all.length) {
      throw new DataException(
          "%s: expected a network that gives each of %d pictures as many numbers, found %d in all; name another output."
              .formatted(name, count, all.length));
    }
    for (float value : all) {
      if (!Float.isFinite(value)) {
        throw new DataException(
            "%s: expected finite features, found %s; is the network whole?".formatted(name, value));
      }
    }
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.copyOfRange(all, i * length, (i + 1) * length));
    }
  }

  private void sumUp(List<float[]> rows) {
    FeatureStatistics group = FeatureStatistics.of(FeatureMatrix.of(rows), rows.size());
    spatialStatistics = Optional.of(spatialStatistics.map(all -> all.merge(group)).orElse(group));
    rows.clear();
  }

  /**
   * Returns how many pictures were added.
   *
   * @return at least 0
   */
  public int count() {
    return features.size();
  }

  /**
   * Ends the set.
   *
   * @return the features of all pictures
   * @throws DataException if there were none
   */
  public FeatureSet finish() {
    if (features.isEmpty()) {
      throw new DataException(
          "%s: expected at least one picture, found none that can be read.".formatted(name));
    }
    if (!spatial.isEmpty()) {
      sumUp(spatial);
    }
    FeatureSet set = FeatureSet.of(name, FeatureMatrix.of(features));
    if (!logits.isEmpty()) {
      set = set.withLogits(FeatureMatrix.of(logits));
    }
    return spatialStatistics.isPresent() && spatialStatistics.get().count() > 1
        ? set.withSpatialMoments(spatialStatistics.get().moments())
        : set;
  }
}
