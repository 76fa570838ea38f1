package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.maskgit.io.DataException;

/** {@code class/…/name.png}: the folders under the root are the classes. */
final class ImageFolder {
  private static final Pattern IMAGE =
      Pattern.compile("(?i)[^.].*\\.(png|jpe?g|gif|bmp)"); // names that begin with a dot are hidden

  private ImageFolder() {}

  static ImageSet open(Path root) {
    List<String> classes = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path folder : subfolders(root)) {
      List<Path> found = images(folder);
      if (!found.isEmpty()) {
        found.forEach(file -> labels.add(classes.size()));
        files.addAll(found);
        classes.add(folder.getFileName().toString());
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          "%s: expected images as class/name.png or .jpg, found none; put each class into a folder of its own."
              .formatted(root));
    }
    return ImageSet.of(
        root.toString(),
        new ImageStore.Files(ImmutableList.copyOf(files)),
        files.stream().map(file -> name(root, file)).collect(ImmutableList.toImmutableList()),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        ImmutableList.copyOf(classes));
  }

  // The same on every system: logs and tests name images so.
  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static List<Path> subfolders(Path root) {
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(Files::isDirectory)
          .filter(folder -> !folder.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw unreadable(root, e);
    }
  }

  private static List<Path> images(Path folder) {
    try (Stream<Path> entries = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return entries
          .filter(file -> IMAGE.matcher(file.getFileName().toString()).matches())
          .filter(Files::isRegularFile)
          .sorted((a, b) -> name(folder, a).compareTo(name(folder, b)))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e.getCause());
    }
  }

  /** Says what is wrong with a folder, or with one in it that the exception names. */
  private static DataException unreadable(Path folder, IOException e) {
    String culprit = folder.toString();
    String reason = e.getMessage();
    if (e instanceof FileSystemException found && found.getFile() != null) {
      culprit = found.getFile();
      reason = found.getReason() == null ? "it is gone" : found.getReason();
    }
    if (e instanceof AccessDeniedException) {
      reason = "reading it is not allowed";
    } else if (e instanceof FileSystemLoopException) {
      reason = "it is a link to a folder that it lies in";
    }
    return new DataException(
        "Can't list the images in %s: %s; mend that or move it elsewhere."
            .formatted(culprit, reason),
        e);
  }
}
