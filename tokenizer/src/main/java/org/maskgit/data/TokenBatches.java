package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.training.TokenBatch;
import org.maskgit.training.loop.BatchSource;

/**
 * Batches of stored tokens without end, each epoch in a permutation of its own, a function of seed
 * and epoch. The position is the number of the next sample. Reading tokens takes microseconds, so
 * nothing is read ahead. Not safe for use by several threads.
 */
public final class TokenBatches implements BatchSource<TokenBatch> {
  private final TokenShards shards;
  private final int batchSize;
  private final SampleOrder order;
  private long position;

  private TokenBatches(TokenShards shards, int batchSize, long seed, long position) {
    this.shards = shards;
    this.batchSize = batchSize;
    this.order = new SampleOrder(shards.size(), /* shuffle= */ true, seed);
    this.position = position;
  }

  /**
   * Opens a reader at a position.
   *
   * @param shards what to read
   * @param batchSize images in a batch, at least 1
   * @param seed of the epochs' orders
   * @param position where a reader of the same shards and settings stood, or {@link
   *     ImageBatches#START}
   * @return the reader
   * @throws org.maskgit.io.DataException if the position is none
   */
  public static TokenBatches open(TokenShards shards, int batchSize, long seed, String position) {
    checkArgument(batchSize >= 1, "expected a batchSize of at least 1, found %s", batchSize);
    return new TokenBatches(shards, batchSize, seed, Positions.parse(position));
  }

  @Override
  public TokenBatch next() {
    int[][] tokens = new int[batchSize][];
    int[] labels = new int[batchSize];
    for (int i = 0; i < batchSize; i++) {
      int index = order.index(position + i);
      tokens[i] = shards.tokens(index);
      labels[i] = shards.label(index);
    }
    position += batchSize;
    return new TokenBatch(tokens, labels);
  }

  @Override
  public String position() {
    return Long.toString(position);
  }

  /**
   * Returns the number of images in an epoch.
   *
   * @return at least 1
   */
  public int epochSize() {
    return shards.size();
  }

  @Override
  public void close() {}
}
