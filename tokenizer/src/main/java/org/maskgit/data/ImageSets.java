package org.maskgit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.maskgit.io.DataException;

/** Recognises kinds of data sets. */
final class ImageSets {
  private ImageSets() {}

  static ImageSet open(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return TfRecords.isFolder(path) ? TfRecords.open(path) : ImageFolder.open(path);
      }
      if (!Files.isRegularFile(path)) {
        throw new DataException(
            "Expected a folder of images or a file of them at %s, found none; check the name."
                .formatted(path));
      }
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".npz")) {
        return NpzFile.open(path);
      }
      if (TfRecords.isRecordFile(name)) {
        return TfRecords.open(path);
      }
      return IdxFiles.open(path);
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(path, e.getMessage()), e);
    }
  }
}
