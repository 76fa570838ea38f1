package org.maskgit.tools.evaluate;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.maskgit.evaluation.FeatureFiles;
import org.maskgit.evaluation.FeatureNetwork;
import org.maskgit.evaluation.FeatureNetworkConfig;
import org.maskgit.evaluation.FeatureSet;
import org.maskgit.evaluation.Pictures;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.UsageException;

/** Pictures through a network, with progress. */
final class FeatureReading {
  private final FeatureNetwork network;
  private final int size;
  private final int batch;
  private final Optional<FeatureCache> cache;
  private final Context context;

  FeatureReading(
      FeatureNetwork network, int size, int batch, Optional<FeatureCache> cache, Context context) {
    this.network = network;
    this.size = size;
    this.batch = batch;
    this.cache = cache;
    this.context = context;
  }

  /** The features of generated pictures. */
  FeatureSet generated(Path path) {
    return pictures(path, "Reading images");
  }

  /**
   * The features of reference pictures. Of ADM's files the moments are taken as they are: they were
   * made of more pictures than the file holds, with the Inception network.
   */
  FeatureSet reference(Path path) {
    boolean mayHoldMoments =
        Pictures.isNpz(path) && network.config().equals(FeatureNetworkConfig.INCEPTION);
    Optional<FeatureSet> published =
        mayHoldMoments ? FeatureFiles.readMoments(path) : Optional.empty();
    if (published.isPresent() && !Pictures.areIn(path)) {
      return published.get();
    }
    FeatureSet set =
        cache
            .map(kept -> kept.features(path, side(path), batch, () -> referencePictures(path)))
            .orElseGet(() -> referencePictures(path));
    if (published.isPresent()) {
      set = set.withMoments(published.get().moments().orElseThrow());
      if (published.get().spatialMoments().isPresent()) {
        set = set.withSpatialMoments(published.get().spatialMoments().get());
      }
    }
    return set;
  }

  private FeatureSet referencePictures(Path path) {
    return pictures(path, "Reading reference");
  }

  /** What pictures are brought to; 0 leaves them as they are. */
  private int side(Path path) {
    int side = size == 0 && !Pictures.isNpz(path) ? network.config().imageSize() : size;
    if (side == 0 && !Pictures.isNpz(path)) {
      throw new UsageException(
          "--size is missing: pictures of a folder may be of any size; give the one to compare at.");
    }
    return side;
  }

  private FeatureSet pictures(Path path, String what) {
    try (Pictures pictures = Pictures.open(path, side(path), batch);
        Progress progress =
            context.console().progress(what, pictures.total(), Progress.Unit.IMAGES)) {
      FeatureSet set = network.extract(path.toString(), pictures, checked(progress.sparsely()));
      if (pictures.broken() > 0) {
        context
            .console()
            .note("Skipped %d broken images of %s.".formatted(pictures.broken(), path));
      }
      return set;
    }
  }

  private LongConsumer checked(LongConsumer progress) {
    return done -> {
      context.interruption().check();
      progress.accept(done);
    };
  }
}
