package org.maskgit.training.loop;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.io.DataException;

/**
 * The checkpoints of a run: {@code step-0000012000.safetensors} and so on in one folder. Files
 * appear whole or not at all; files of other names are left alone.
 */
public final class CheckpointStore {
  private static final Pattern NAME = Pattern.compile("step-(\\d{10})\\.safetensors");
  private static final System.Logger LOG = System.getLogger(CheckpointStore.class.getName());

  private final Path folder;

  private CheckpointStore(Path folder) {
    this.folder = folder;
  }

  /**
   * A checkpoint's file.
   *
   * @param step the number of steps it holds
   * @param file where it lies
   */
  public record Entry(long step, Path file) {}

  /**
   * Opens a store.
   *
   * @param folder an existing folder
   * @return the store
   */
  public static CheckpointStore open(Path folder) {
    return new CheckpointStore(folder);
  }

  /**
   * Names the file of a step.
   *
   * @param step the number of steps
   * @return the file, which may not exist
   */
  public Path file(long step) {
    return folder.resolve("step-%010d.safetensors".formatted(step));
  }

  /**
   * Lists what is there.
   *
   * @return the checkpoints, the oldest first
   * @throws DataException if the folder can't be read
   */
  public ImmutableList<Entry> list() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .flatMap(CheckpointStore::entry)
          .sorted(Comparator.comparingLong(Entry::step))
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw new DataException("Can't list %s: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private static Stream<Entry> entry(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        ? Stream.of(new Entry(Long.parseLong(name.group(1)), file))
        : Stream.empty();
  }

  /**
   * Opens the newest checkpoint that can be read; damaged ones are logged and passed over.
   *
   * @return the checkpoint, if there is one
   * @throws DataException if there are only damaged ones, naming the newest
   */
  public Optional<Checkpoint> newest() {
    Optional<DataException> damage = Optional.empty();
    for (Entry entry : list().reverse()) {
      try {
        return Optional.of(Checkpoint.open(entry.file()));
      } catch (DataException e) {
        LOG.log(
            System.Logger.Level.WARNING, "Passing over a damaged checkpoint. {0}", e.getMessage());
        damage = damage.or(() -> Optional.of(e));
      }
    }
    if (damage.isPresent()) {
      throw damage.get();
    }
    return Optional.empty();
  }

  /**
   * Deletes what need not stay.
   *
   * @param keepLast how many of the newest stay
   * @param keepEvery of every so many steps the first one stays, too; 0 for none
   * @throws DataException if a file can't be deleted
   */
  public void prune(int keepLast, long keepEvery) {
    List<Entry> all = list();
    Set<Long> spans = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      Entry entry = all.get(i);
      boolean firstOfSpan =
          keepEvery > 0 && entry.step() >= keepEvery && spans.add(entry.step() / keepEvery);
      if (i < all.size() - keepLast && !firstOfSpan) {
        delete(entry.file());
      }
    }
  }

  /** Deletes what a killed process had half written. */
  void clean() {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().startsWith(".step-"))
          .forEach(CheckpointStore::delete);
    } catch (IOException e) {
      throw new DataException("Can't list %s: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new DataException("Can't delete %s: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
