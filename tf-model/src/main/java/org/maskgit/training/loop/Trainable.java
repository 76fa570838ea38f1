package org.maskgit.training.loop;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a loop trains: a whole training state that one batch moves one step on.
 *
 * <p>A step must depend on nothing but the state, the batch and the number of steps; the loop's
 * promise that a resumed run is bit-equal to an uninterrupted one is this.
 *
 * @param <B> a batch
 */
public interface Trainable<B> extends AutoCloseable {

  /**
   * Returns the number of steps that the state has behind it.
   *
   * @return at least 0
   */
  long steps();

  /**
   * Makes one step.
   *
   * @param batch the batch; whoever made it frees it
   * @return what the step found
   * @throws org.maskgit.training.DivergedException if the state is of no use any more
   */
  StepMetrics step(B batch);

  /**
   * Writes the whole state. The file appears whole or not at all.
   *
   * @param file the file
   * @param notes what else belongs to this moment; to be kept in the checkpoint's metadata
   * @throws org.maskgit.io.DataException if it can't be written
   */
  void save(Path file, Map<String, String> notes);

  /** Frees the state. */
  @Override
  void close();
}
