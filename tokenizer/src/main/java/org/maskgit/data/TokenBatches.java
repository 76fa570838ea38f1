package org.maskgit.data;

import org.maskgit.training.TokenBatch;
import org.maskgit.training.loop.BatchSource;

/** Batches of stored tokens without end (interface; the reader follows). */
public final class TokenBatches implements BatchSource<TokenBatch> {
  private TokenBatches() {}

  /**
   * Opens a reader at a position.
   *
   * @param shards what to read
   * @param batchSize images in a batch
   * @param seed of the epochs' orders
   * @param position where a reader of the same shards and settings stood, or "0"
   * @return the reader, to be closed
   * @throws org.maskgit.io.DataException if the position is none
   */
  public static TokenBatches open(TokenShards shards, int batchSize, long seed, String position) {
    throw new UnsupportedOperationException(shards + " " + batchSize + " " + seed + position);
  }

  @Override
  public TokenBatch next() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String position() {
    return "0";
  }

  @Override
  public void close() {}
}
