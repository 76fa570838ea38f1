package org.maskgit.tools.download;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

/**
 * A download that isn't whole yet: the bytes so far in {@code NAME.part}, and beside them, in
 * {@code NAME.part.from}, where they came from and which version of the file they belong to.
 */
final class PartFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final Path from;
  private final FileChannel channel;

  private PartFile(Path target, Path part, Path from, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.from = from;
    this.channel = channel;
  }

  /** Opens or creates the part of {@code target}; only one process may hold it. */
  static PartFile open(Path target) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Path from = target.resolveSibling(target.getFileName() + ".part.from");
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new DataException(
          "%s is being downloaded by another process; wait for it or stop it.".formatted(target));
    }
    return new PartFile(target, part, from, channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The bytes so far. */
  long size() throws IOException {
    return channel.size();
  }

  /** Where the bytes are. */
  Path path() {
    return part;
  }

  /** The validator of the bytes so far; empty if they can't be continued from {@code source}. */
  String validator(URI source) throws IOException {
    if (size() == 0 || !Files.exists(from)) {
      return "";
    }
    List<String> lines = Files.readAllLines(from);
    return lines.size() == 2 && lines.get(0).equals(source.toString()) ? lines.get(1) : "";
  }

  /** Throws away what is there and starts with another version. */
  void restart(URI source, String validator) throws IOException {
    channel.truncate(0);
    AtomicFile.write(
        from,
        out -> out.write((source + "\n" + validator + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds bytes at the end. */
  void append(ByteBuffer bytes) throws IOException {
    channel.position(channel.size());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes the part the target if {@code check} likes it; else throws it away. */
  void complete(Consumer<Path> check) throws IOException {
    channel.force(true);
    try {
      check.accept(part);
    } catch (DataException e) {
      discard();
      throw e;
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(from);
  }

  /** Removes the part, which is worth nothing. */
  private void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(from);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (Files.exists(part) && Files.size(part) == 0) {
      discard();
    }
  }
}
