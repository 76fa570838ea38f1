package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.maskgit.training.loop.BatchSource;

/**
 * Batches of images without end, decoded ahead in tf.data.
 *
 * <p>Sample s is image s mod n of epoch s / n in the epoch's permutation. A batch is the next
 * {@code batchSize} samples that can be decoded; a broken image is named in the log, counted and
 * skipped. The position is the number of the first sample that no batch has had, so a reader that
 * is opened there gives the same batches, bit for bit, however many threads decode.
 *
 * <p>Not safe for use by several threads.
 */
public final class ImageBatches implements BatchSource<ImageBatch> {
  /** The position of a reader that has given nothing yet. */
  public static final String START = "0";

  private static final int LONGEST_RANGE = 1 << 18;
  private static final int GROWTH = 4;

  private final ImageSet images;
  private final int batchSize;
  private final ImagePipeline pipeline;
  private final BrokenImages broken;
  private final WaitMeter waiting = new WaitMeter();
  private long position;
  private int range;
  private boolean fruitful;

  private ImageBatches(ImageSet images, ImageBatchConfig config, long position) {
    SamplePlan plan = SamplePlan.endless(images.size(), config);
    this.images = images;
    this.batchSize = config.batchSize();
    this.position = position;
    this.broken = new BrokenImages(images, SamplePlan.endless(images.size(), config));
    // A range without one whole batch shows that there are only broken images.
    this.range =
        (int) Math.min(LONGEST_RANGE + 4L * batchSize, 2L * images.size() + 4L * batchSize);
    this.pipeline = ImagePipeline.open(images, config, plan, true);
    pipeline.start(position, range);
  }

  /**
   * Opens a reader at a position.
   *
   * @param images what to read
   * @param config how
   * @param position where a reader of the same images and settings stood, or {@link #START}
   * @return the reader, to be closed
   * @throws DataException if the position is none
   */
  public static ImageBatches open(ImageSet images, ImageBatchConfig config, String position) {
    return new ImageBatches(images, config, Positions.parse(position));
  }

  /**
   * Returns the next batch, waiting for it if need be.
   *
   * @return {@code batchSize} images, valid until the next call
   * @throws DataException if there are only broken images
   */
  @Override
  public ImageBatch next() {
    long began = System.nanoTime();
    Optional<ImageBatch> batch = pipeline.next();
    while (batch.isEmpty()) {
      startNextRange();
      batch = pipeline.next();
    }
    waiting.waitedSince(began);
    fruitful = true;
    position = broken.note(position, batch.get().samples());
    return batch.get();
  }

  // What is left of a range and makes no whole batch is read again: ranges are long.
  private void startNextRange() {
    if (!fruitful) {
      broken.note(position, position + range);
      throw new DataException(
          "%s: expected images that can be decoded, found %d of %d broken, such as %s; check that they are PNG, JPEG, GIF or BMP."
              .formatted(
                  images.source(), broken.names().size(), images.size(), broken.names().get(0)));
    }
    fruitful = false;
    if (range < LONGEST_RANGE) {
      range *= GROWTH;
    }
    pipeline.start(position, range);
  }

  @Override
  public String position() {
    return Long.toString(position);
  }

  /**
   * Returns the number of images in an epoch.
   *
   * @return broken ones included
   */
  public int epochSize() {
    return images.size();
  }

  /**
   * Returns the classes.
   *
   * @return their names in the order of their labels
   */
  public ImmutableList<String> classNames() {
    return images.classNames();
  }

  /**
   * Returns the images that could not be decoded so far.
   *
   * @return their names, each once, in the order they were met
   */
  public ImmutableList<String> broken() {
    return broken.names();
  }

  /**
   * Returns how long the consumer has waited for data.
   *
   * @return share of the time since the first batch was there that {@link #next} took, from 0 to 1
   */
  public double waitShare() {
    return waiting.share();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
