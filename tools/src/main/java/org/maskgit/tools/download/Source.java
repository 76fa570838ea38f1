package org.maskgit.tools.download;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.UsageException;

/** A place that holds files to fetch: a web folder or a local one. */
@FunctionalInterface
public interface Source {

  /**
   * Fetches a file.
   *
   * @param name the file's name at the place
   * @param target what it will be called here; its folder exists
   * @param check looks at the whole file before it gets its name; throws {@link DataException} when
   *     it isn't what it should be
   * @throws DataException if the file can't be had or isn't what it should be
   * @throws IOException if it can't be written
   */
  void fetch(String name, Path target, Consumer<Path> check) throws IOException;

  /**
   * Reads what {@code --from} says.
   *
   * @param place an {@code http://} or {@code https://} address, or a folder
   * @param context where to talk and when to stop
   * @return the place
   * @throws UsageException if it is an address of another kind
   */
  static Source parse(String place, Context context) {
    if (!place.contains("://")) {
      return (name, target, check) -> copy(Path.of(place).resolve(name), target, check, context);
    }
    URI folder;
    try {
      folder = URI.create(place.endsWith("/") ? place : place + "/");
    } catch (IllegalArgumentException e) {
      throw new UsageException("--from: %s is no web address.".formatted(place), e);
    }
    if (!"http".equals(folder.getScheme()) && !"https".equals(folder.getScheme())) {
      throw new UsageException(
          "--from: expected http://, https:// or a folder, found %s.".formatted(place));
    }
    Downloader downloader =
        new Downloader(
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            context.console(),
            context.interruption());
    return (name, target, check) -> downloader.fetch(folder.resolve(name), target, check);
  }

  private static void copy(Path from, Path target, Consumer<Path> check, Context context)
      throws IOException {
    if (!Files.isRegularFile(from)) {
      throw new DataException(
          "Expected a file %s, found none; --from names the folder that holds it.".formatted(from));
    }
    try (PartFile part = PartFile.open(target);
        FileChannel in = FileChannel.open(from);
        Progress progress =
            context
                .console()
                .progress(from.getFileName().toString(), Files.size(from), Progress.Unit.BYTES)) {
      part.restart(from.toUri(), "");
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      while (in.read(buffer) >= 0) {
        context.interruption().check();
        part.append(buffer.flip());
        buffer.clear();
        progress.at(part.size());
      }
      part.complete(check);
    }
  }
}
