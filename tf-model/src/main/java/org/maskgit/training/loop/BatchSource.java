package org.maskgit.training.loop;

/**
 * Batches without end, in an order that a position names: a source that is opened at a position
 * gives the same batches as one that has come there.
 *
 * @param <B> a batch
 */
public interface BatchSource<B> extends AutoCloseable {

  /**
   * Returns the next batch, waiting for it if need be. It is valid until the next call.
   *
   * @return the batch
   * @throws org.maskgit.io.DataException if the data can't be read
   */
  B next();

  /**
   * Returns the place behind the last batch that {@link #next} returned, whatever was read ahead.
   *
   * @return the position as text, to be kept in checkpoints
   */
  String position();

  /** Stops reading ahead and frees what it holds. */
  @Override
  void close();
}
