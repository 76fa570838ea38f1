package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The files of a TensorFlow checkpoint: {@code PREFIX.index} and {@code
 * PREFIX.data-00000-of-00001}, or several numbered data files. A SavedModel holds one whose prefix
 * is {@code variables/variables}.
 *
 * @param prefix the common beginning of the files' paths, which is no file itself
 */
record BundleFiles(Path prefix) {
  static final String SAVED_MODEL = "saved_model.pb";

  private static final String INDEX = ".index";
  private static final Pattern DATA = Pattern.compile("(.+)\\.data-\\d{5}-of-\\d{5}");

  /**
   * Finds the checkpoint that a path means: a SavedModel's folder, a prefix, or one of the files.
   */
  static Optional<BundleFiles> at(Path path) {
    if (isSavedModel(path)) {
      return Optional.of(new BundleFiles(path.resolve("variables").resolve("variables")));
    }
    BundleFiles asPrefix = new BundleFiles(path);
    if (!Files.exists(path) && Files.isRegularFile(asPrefix.index())) {
      return Optional.of(asPrefix);
    }
    if (Files.isDirectory(path) || path.getFileName() == null) {
      return Optional.empty();
    }
    String name = path.getFileName().toString();
    Matcher data = DATA.matcher(name);
    if (data.matches()) {
      return Optional.of(new BundleFiles(path.resolveSibling(data.group(1))));
    }
    return name.endsWith(INDEX) ? Optional.of(ofIndex(path)) : Optional.empty();
  }

  /** The checkpoint to write at a path, which is its prefix or its index file. */
  static BundleFiles toWrite(Path path) {
    return path.toString().endsWith(INDEX) ? ofIndex(path) : new BundleFiles(path);
  }

  private static BundleFiles ofIndex(Path index) {
    String name = index.getFileName().toString();
    return new BundleFiles(index.resolveSibling(name.substring(0, name.length() - INDEX.length())));
  }

  static boolean isSavedModel(Path path) {
    return Files.isRegularFile(path.resolve(SAVED_MODEL));
  }

  /** Whether the file is one of a checkpoint's data files. */
  static boolean isData(Path file) {
    return DATA.matcher(file.getFileName().toString()).matches();
  }

  Path index() {
    return prefix.resolveSibling(prefix.getFileName() + INDEX);
  }

  Path data(int shard, int shards) {
    return prefix.resolveSibling(
        "%s.data-%05d-of-%05d".formatted(prefix.getFileName(), shard, shards));
  }

  /** The index and the data files that it speaks of. */
  ImmutableList<Path> all() {
    int shards = BundleIndex.read(MappedFile.open(index())).shards();
    return ImmutableList.<Path>builder()
        .add(index())
        .addAll(IntStream.range(0, shards).mapToObj(shard -> data(shard, shards)).iterator())
        .build();
  }

  /** As {@link #all}, or nothing if there is no index. */
  ImmutableList<Path> existing() {
    return Files.exists(index()) ? all() : ImmutableList.of();
  }
}
