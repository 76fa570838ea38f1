package org.maskgit.data;

import org.maskgit.io.DataException;

/** Positions of readers as text: the number of the next sample. */
final class Positions {
  private Positions() {}

  static long parse(String position) {
    try {
      long sample = Long.parseLong(position);
      if (sample >= 0) {
        return sample;
      }
    } catch (NumberFormatException e) {
      throw wrong(position, e);
    }
    throw wrong(position, new IllegalArgumentException("negative"));
  }

  private static DataException wrong(String position, Exception cause) {
    return new DataException(
        "Expected a position in the data such as \"0\", found \"%s\"; the checkpoint is of another kind of data."
            .formatted(position),
        cause);
  }
}
