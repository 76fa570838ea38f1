package org.maskgit.training.loop;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

/**
 * The folder of a run: {@code run.json}, {@code checkpoints/}, {@code samples/} and event files. An
 * open one belongs to one process; the lock ends with the process, however that ends.
 */
public final class RunFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel lock;

  private RunFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Opens a folder for a run and removes what a killed process had half written.
   *
   * @param root the folder; it is created if it is not there
   * @return the folder
   * @throws DataException if it can't be created or another process trains in it
   */
  public static RunFolder open(Path root) {
    try {
      Files.createDirectories(root.resolve("checkpoints"));
      Files.createDirectories(root.resolve("samples"));
      FileChannel channel =
          FileChannel.open(
              root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new DataException(
            "%s: expected a run of its own, found another process training in it; stop that or name another folder."
                .formatted(root));
      }
      RunFolder folder = new RunFolder(root, channel);
      folder.checkpoints().clean();
      return folder;
    } catch (IOException e) {
      throw new DataException("Can't open the run %s: %s.".formatted(root, e.getMessage()), e);
    }
  }

  // The lock lives as long as its channel.
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Returns the folder itself.
   *
   * @return an existing folder
   */
  public Path root() {
    return root;
  }

  /**
   * Returns the run's checkpoints.
   *
   * @return the store
   */
  public CheckpointStore checkpoints() {
    return CheckpointStore.open(root.resolve("checkpoints"));
  }

  /**
   * Names the picture of a step's samples.
   *
   * @param step the number of steps
   * @return a PNG file in an existing folder
   */
  public Path samples(long step) {
    return root.resolve("samples").resolve("%010d.png".formatted(step));
  }

  /**
   * Reads the configuration of a run.
   *
   * @param root the run's folder
   * @return the text of its {@code run.json}, if there is one
   * @throws DataException if it can't be read
   */
  public static Optional<String> configuration(Path root) {
    Path file = root.resolve("run.json");
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Writes the configuration of this run.
   *
   * @param json the text
   * @throws DataException if it can't be written
   */
  public void writeConfiguration(String json) {
    AtomicFile.write(
        root.resolve("run.json"), out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Lets another process train in it. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new DataException("Can't close the run %s: %s.".formatted(root, e.getMessage()), e);
    }
  }
}
