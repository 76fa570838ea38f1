package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import org.maskgit.training.loop.BatchSource;

/** Batches of images without end (interface; the reader follows). */
public final class ImageBatches implements BatchSource<ImageBatch> {
  /** The position of a reader that has given nothing yet. */
  public static final String START = "0";

  private ImageBatches() {}

  /**
   * Opens a reader at a position.
   *
   * @param images what to read
   * @param config how
   * @param position where a reader of the same images and settings stood, or {@link #START}
   * @return the reader, to be closed
   * @throws org.maskgit.io.DataException if no image can be read, or the position is none
   */
  public static ImageBatches open(ImageSet images, ImageBatchConfig config, String position) {
    throw new UnsupportedOperationException(images + " " + config + " " + position);
  }

  @Override
  public ImageBatch next() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String position() {
    return START;
  }

  /**
   * Returns the number of images in an epoch.
   *
   * @return broken ones included
   */
  public int epochSize() {
    return 0;
  }

  /**
   * Returns the names of images that could not be read so far.
   *
   * @return each once, in the order they were met
   */
  public ImmutableList<String> broken() {
    return ImmutableList.of();
  }

  /**
   * Returns how long the consumer has waited.
   *
   * @return share of the time since the first batch that {@link #next} took, from 0 to 1
   */
  public double waitShare() {
    return 0;
  }

  @Override
  public void close() {}
}
