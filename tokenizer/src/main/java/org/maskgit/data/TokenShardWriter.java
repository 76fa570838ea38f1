package org.maskgit.data;

import java.nio.file.Path;
import org.maskgit.training.TokenBatch;

/** Stores tokens, resumably (interface; the writer follows). */
public final class TokenShardWriter {
  private TokenShardWriter() {}

  /**
   * Begins a folder, or goes on with one that was left unfinished.
   *
   * @param folder the folder; it is created if it is not there
   * @param manifest what the tokens mean; it must equal that of an unfinished folder
   * @param shardSize images in a shard
   * @return the writer
   * @throws org.maskgit.io.DataException if the folder holds other tokens or can't be written
   */
  public static TokenShardWriter open(Path folder, TokenManifest manifest, int shardSize) {
    throw new UnsupportedOperationException(folder + " " + manifest + shardSize);
  }

  /**
   * Returns where to go on.
   *
   * @return the position that {@link #add} was given with the last stored batch, or "0"
   */
  public String position() {
    return "0";
  }

  /**
   * Adds a batch.
   *
   * @param batch tokens and labels
   * @param position where the reader of the images stands behind it
   */
  public void add(TokenBatch batch, String position) {
    throw new UnsupportedOperationException(batch + position);
  }

  /** Writes what is left and marks the folder as finished. */
  public void finish() {}
}
