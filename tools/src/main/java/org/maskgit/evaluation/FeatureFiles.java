package org.maskgit.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.maskgit.io.NpzWriter;
import org.tensorflow.ndarray.Shape;

/**
 * Features in {@code .npz} files: {@code features} [n, d] and maybe {@code logits} [n, classes],
 * float32 or float64, read and written; and the moments in the reference files of ADM's evaluator,
 * {@code mu}, {@code sigma} and for the spatial features {@code mu_s}, {@code sigma_s}. Arrays may
 * be larger than 2 GiB.
 */
public final class FeatureFiles {
  private static final String FEATURES = "features";
  private static final String LOGITS = "logits";
  private static final String MEAN = "mu";
  private static final String SIGMA = "sigma";
  private static final String SPATIAL_MEAN = "mu_s";
  private static final String SPATIAL_SIGMA = "sigma_s";

  private FeatureFiles() {}

  /**
   * Reads features, or moments if there are no features.
   *
   * @param file the {@code .npz} file
   * @return the set; moments that stand beside features are used for the Fréchet distances
   * @throws DataException if it holds neither, or is damaged
   */
  public static FeatureSet read(Path file) {
    try (NpzReader npz = NpzReader.open(file)) {
      return read(npz, file);
    } catch (IOException e) {
      throw NpzReader.cantRead(file, e);
    }
  }

  /**
   * Reads what {@link #write} wrote, looking at the checksums first: a single wrong bit is noticed.
   *
   * @param file the {@code .npz} file
   * @return the set
   * @throws DataException if it is damaged or something else
   */
  public static FeatureSet readChecked(Path file) {
    try (NpzReader npz = NpzReader.open(file)) {
      npz.requireWhole();
      return read(npz, file);
    } catch (IOException e) {
      throw NpzReader.cantRead(file, e);
    }
  }

  private static FeatureSet read(NpzReader npz, Path file) throws IOException {
    if (!npz.has(FEATURES)) {
      return moments(npz, file)
          .orElseThrow(
              () ->
                  new DataException(
                      "%s: expected an array \"features\" or \"mu\" and \"sigma\", found %s; save it with numpy.savez(file, features=x)."
                          .formatted(file, npz.names())));
    }
    FeatureSet set = FeatureSet.of(file.toString(), matrix(npz, FEATURES));
    if (npz.has(LOGITS)) {
      FeatureMatrix logits = matrix(npz, LOGITS);
      if (logits.count() != set.count()) {
        throw new DataException(
            "%s: expected logits for each of %d samples, found %d; save as many."
                .formatted(file, set.count(), logits.count()));
      }
      set = set.withLogits(logits);
    }
    if (npz.has(MEAN)) {
      set = set.withMoments(moments(npz, MEAN, SIGMA));
    }
    return withSpatialMoments(npz, set);
  }

  /**
   * Writes a set so that {@link #read} gives the same numbers, bit for bit: features and logits as
   * float32 where that loses nothing, else as float64; moments, where they were given, as float64.
   *
   * @param file the {@code .npz} file, which appears whole or not at all
   * @param set what to write
   * @throws DataException if it can't be written
   */
  public static void write(Path file, FeatureSet set) {
    List<NpzWriter.Member> members = new ArrayList<>();
    set.features().ifPresent(matrix -> members.add(FeatureMember.of(FEATURES, matrix)));
    set.logits().ifPresent(matrix -> members.add(FeatureMember.of(LOGITS, matrix)));
    if (set.hasGivenMoments()) {
      add(members, MEAN, SIGMA, set.moments().orElseThrow());
    }
    set.spatialMoments().ifPresent(given -> add(members, SPATIAL_MEAN, SPATIAL_SIGMA, given));
    NpzWriter.write(file, members);
  }

  private static void add(
      List<NpzWriter.Member> members, String mean, String sigma, GaussianMoments moments) {
    int d = moments.dimension();
    members.add(FeatureMember.of(mean, Shape.of(d), moments.mean()));
    members.add(FeatureMember.of(sigma, Shape.of(d, d), moments.covariance()));
  }

  /**
   * Reads the moments of a reference file of ADM's evaluator.
   *
   * @param file the {@code .npz} file
   * @return the moments, if it holds any
   * @throws DataException if they are damaged
   */
  public static Optional<FeatureSet> readMoments(Path file) {
    try (NpzReader npz = NpzReader.open(file)) {
      return moments(npz, file);
    } catch (IOException e) {
      throw NpzReader.cantRead(file, e);
    }
  }

  private static Optional<FeatureSet> moments(NpzReader npz, Path file) throws IOException {
    if (!npz.has(MEAN)) {
      return Optional.empty();
    }
    FeatureSet set = FeatureSet.of(file.toString(), moments(npz, MEAN, SIGMA));
    return Optional.of(withSpatialMoments(npz, set));
  }

  private static FeatureSet withSpatialMoments(NpzReader npz, FeatureSet set) throws IOException {
    return npz.has(SPATIAL_MEAN)
        ? set.withSpatialMoments(moments(npz, SPATIAL_MEAN, SPATIAL_SIGMA))
        : set;
  }

  private static GaussianMoments moments(NpzReader npz, String mean, String sigma)
      throws IOException {
    NpzReader.Array vector = npz.array(mean).orElseThrow();
    long d = vector.header().shape().size();
    FeatureMatrix covariance = matrix(npz, sigma);
    if (vector.header().shape().numDimensions() != 1
        || covariance.count() != d
        || covariance.dimension() != d) {
      throw new DataException(
          "%s: expected a mean [d] and a covariance [d, d], found %s and [%d, %d]; make the file again."
              .formatted(
                  vector.name(),
                  vector.header().shape(),
                  covariance.count(),
                  covariance.dimension()));
    }
    return new GaussianMoments(vector.row().rows(0, 1), covariance.rows(0, covariance.count()));
  }

  private static FeatureMatrix matrix(NpzReader npz, String name) throws IOException {
    Optional<NpzReader.Array> array = npz.array(name);
    if (array.isEmpty()) {
      throw new DataException(
          "Expected an array \"%s\" in the .npz file, found %s; make it again."
              .formatted(name, npz.names()));
    }
    return array.get().matrix();
  }
}
