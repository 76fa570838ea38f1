package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.maskgit.training.loop.BatchSource;

/**
 * Batches of images without end, decoded ahead in tf.data.
 *
 * <p>Sample s is image s mod n of epoch s / n in the epoch's permutation. A batch is the next
 * {@code batchSize} samples that can be decoded; a broken image is named in the log, counted and
 * skipped, while a file that can't be read (gone, forbidden, a failing disk) is an error, unless it
 * can be read at the second attempt. The position is the number of the first sample that no batch
 * has had, so a reader that is opened there gives the same batches, bit for bit, however many
 * threads decode.
 *
 * <p>Not safe for use by several threads.
 */
public final class ImageBatches implements BatchSource<ImageBatch> {
  /** The position of a reader that has given nothing yet. */
  public static final String START = "0";

  private static final int FIRST_RANGE = 1 << 16;
  private static final int LONGEST_RANGE = 1 << 18;
  private static final int GROWTH = 4;

  private final ImageSet images;
  private final int batchSize;
  private final ImagePipeline pipeline;
  private final BrokenImages broken;
  private final WaitMeter waiting = new WaitMeter();
  private long position;
  private int range;
  private long rangeEnd;

  private ImageBatches(ImageSet images, ImageBatchConfig config, long position) {
    SamplePlan plan = SamplePlan.endless(images.size(), config);
    this.images = images;
    this.batchSize = config.batchSize();
    this.position = position;
    this.range =
        Math.toIntExact(Math.max(4L * batchSize, Math.min(FIRST_RANGE, 2L * images.size())));
    this.pipeline = ImagePipeline.open(images, config, plan);
    this.broken = new BrokenImages(images, SamplePlan.endless(images.size(), config), pipeline);
    start();
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
   * @throws DataException if there are only broken images, or one can't be read
   */
  @Override
  public ImageBatch next() {
    long began = System.nanoTime();
    Optional<ImageBatch> batch = read();
    while (batch.isEmpty()) {
      start();
      batch = read();
    }
    waiting.waitedSince(began);
    return batch.get();
  }

  /** The next whole batch, or none if it takes another range. */
  private Optional<ImageBatch> read() {
    Optional<ImageBatch> batch = pipeline.next();
    ImmutableLongArray samples = batch.map(ImageBatch::samples).orElse(ImmutableLongArray.of());
    boolean isWhole = samples.length() == batchSize;
    long end = isWhole ? samples.get(batchSize - 1) + 1 : rangeEnd;
    if (!broken.confirm(position, samples, end)) {
      return Optional.empty();
    }
    if (isWhole) {
      position = end;
      return batch;
    }
    // What is left of a range and makes no whole batch is read again: ranges are long.
    if (broken.areAll()) {
      throw new DataException(
          "%s: expected images that can be decoded, found %d of %d broken, such as %s; check that they are PNG, JPEG, GIF or BMP."
              .formatted(
                  images.source(), broken.names().size(), images.size(), broken.names().get(0)));
    }
    if (range < LONGEST_RANGE) {
      range *= GROWTH;
    }
    return Optional.empty();
  }

  // A range holds more than a batch, and no image that is known to be broken: if it gives no whole
  // batch, it shows another broken image, so that some range gives one unless all are broken.
  private void start() {
    long[] samples = broken.others(position, range);
    rangeEnd = samples[samples.length - 1] + 1;
    pipeline.start(samples);
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
