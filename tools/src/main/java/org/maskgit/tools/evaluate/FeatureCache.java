package org.maskgit.tools.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Funnels;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.maskgit.data.ImageSet;
import org.maskgit.evaluation.FeatureFiles;
import org.maskgit.evaluation.FeatureNetworkConfig;
import org.maskgit.evaluation.FeatureSet;
import org.maskgit.evaluation.Pictures;
import org.maskgit.graph.Device;
import org.maskgit.graph.Devices;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Version;
import org.maskgit.tools.recipe.ModelFile;

/**
 * Features that are kept in a folder, each set in a file that is named by the SHA-256 of all that
 * defines it: the pictures' files, byte by byte and in order; the network's files and how it is
 * fed; the size and the batch of pictures; maskgit's version; a GPU, its build and driver. If one
 * of them changes, so does the name: features of anything else are never found.
 */
final class FeatureCache {
  private final Path folder;
  private final String network;
  private final Context context;

  private FeatureCache(Path folder, String network, Context context) {
    this.folder = folder;
    this.network = network;
    this.context = context;
  }

  /**
   * Opens a cache.
   *
   * @param folder where it is, or is to be
   * @param network the network's file, or its folder
   * @param config how the network is fed
   * @param device what computes the features
   * @param context where to tell what is taken from it
   * @throws DataException if the folder can't be made, or the network not be read
   */
  static FeatureCache open(
      Path folder, Path network, FeatureNetworkConfig config, Device device, Context context) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DataException(
          "Can't make the folder %s: %s; name another.".formatted(folder, e.getMessage()), e);
    }
    String computed =
        device.kind() == Device.Kind.CPU ? "" : "\n%s\n%s".formatted(device, Devices.gpuSupport());
    return new FeatureCache(
        folder, ModelFile.of(network).sha256() + "\n" + config + computed, context);
  }

  /**
   * Returns the features of pictures: those that are kept, or else the computed ones, which are
   * kept from then on. A damaged file is named and written anew.
   *
   * @param pictures what {@link Pictures#open} takes
   * @param size what they are brought to; 0 for none
   * @param batch pictures of a batch: another one may change the last bits of features
   * @param compute computes them
   * @return the features
   * @throws DataException if the pictures can't be read, or the features not be written
   */
  FeatureSet features(Path pictures, int size, int batch, Supplier<FeatureSet> compute) {
    // An .npz file may be larger than memory: an ImageSet would read it.
    Optional<ImageSet> set =
        Pictures.isNpz(pictures) ? Optional.empty() : Optional.of(ImageSet.open(pictures));
    ImmutableList<Path> files =
        set.map(ImageSet::files).orElseGet(() -> ImmutableList.of(pictures));
    Path file = folder.resolve(key(files, size, batch) + ".npz");
    if (Files.exists(file)) {
      try {
        FeatureSet kept = FeatureFiles.readChecked(file);
        int broken = set.map(ImageSet::size).orElse(kept.count()) - kept.count();
        context
            .console()
            .note(
                "Took the features of %s from %s%s."
                    .formatted(
                        pictures,
                        file,
                        broken > 0 ? ", without %d broken images".formatted(broken) : ""));
        return kept;
      } catch (DataException | IllegalArgumentException e) {
        context.console().note("%s The features are computed anew.".formatted(e.getMessage()));
      }
    }
    FeatureSet computed = compute.get();
    FeatureFiles.write(file, computed);
    return computed;
  }

  private String key(ImmutableList<Path> files, int size, int batch) {
    Hasher hasher = Hashing.sha256().newHasher();
    String settings = "%s\n%s\nsize %d, batch %d\n".formatted(network, Version.text(), size, batch);
    hasher.putString(settings, StandardCharsets.UTF_8);
    for (Path file : files) {
      context.interruption().check();
      try {
        String name = "%s\n%d\n".formatted(file.getFileName(), Files.size(file));
        hasher.putString(name, StandardCharsets.UTF_8);
        MoreFiles.asByteSource(file).copyTo(Funnels.asOutputStream(hasher));
      } catch (IOException e) {
        throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
      }
    }
    return hasher.hash().toString();
  }
}
