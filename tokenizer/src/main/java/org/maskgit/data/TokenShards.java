package org.maskgit.data;

import java.nio.file.Path;

/** A folder of stored tokens (interface; the reader follows). */
public final class TokenShards {
  private TokenShards() {}

  /**
   * Opens a folder that {@link TokenShardWriter} has finished.
   *
   * @param folder the folder
   * @return the tokens
   * @throws org.maskgit.io.DataException if it is missing, unfinished or damaged
   */
  public static TokenShards open(Path folder) {
    throw new UnsupportedOperationException(folder.toString());
  }

  /**
   * Returns what the tokens mean.
   *
   * @return the manifest
   */
  public TokenManifest manifest() {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the number of images.
   *
   * @return at least 1
   */
  public int size() {
    return 0;
  }
}
