package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Every image of a set a number of times, to its end: for tokenising and evaluation.
 *
 * <p>With flips, every other pass is mirrored as a whole; random crops differ from pass to pass.
 * Broken images are named in the log, counted and skipped; the last batch may be smaller. A reader
 * that is opened at a position goes on with the same samples. Not safe for use by several threads.
 */
public final class ImagePasses implements AutoCloseable {
  private static final int LONGEST_RANGE = 1 << 18;

  private final ImagePipeline pipeline;
  private final BrokenImages broken;
  private final long end;
  private long position;
  private long rangeEnd;

  private ImagePasses(ImageSet images, ImageBatchConfig config, int passes, long position) {
    this.broken = new BrokenImages(images, SamplePlan.passes(images.size(), config));
    this.end = (long) passes * images.size();
    this.position = Math.min(position, end);
    this.rangeEnd = this.position;
    this.pipeline =
        ImagePipeline.open(images, config, SamplePlan.passes(images.size(), config), false);
  }

  /**
   * Opens a reader at a position.
   *
   * @param images what to read
   * @param config how
   * @param passes how often, at least 1
   * @param position where a reader of the same images and settings stood, or {@link
   *     ImageBatches#START}
   * @return the reader, to be closed
   * @throws org.maskgit.io.DataException if the position is none
   */
  public static ImagePasses open(
      ImageSet images, ImageBatchConfig config, int passes, String position) {
    checkArgument(passes >= 1, "expected at least one pass, found %s", passes);
    return new ImagePasses(images, config, passes, Positions.parse(position));
  }

  /**
   * Returns the next batch, waiting for it if need be.
   *
   * @return at most {@code batchSize} images, valid until the next call; none at the end
   */
  public Optional<ImageBatch> next() {
    Optional<ImageBatch> batch = position < rangeEnd ? pipeline.next() : Optional.empty();
    while (batch.isEmpty()) {
      broken.note(position, rangeEnd);
      position = rangeEnd;
      if (position == end) {
        return Optional.empty();
      }
      rangeEnd = Math.min(end, position + LONGEST_RANGE);
      pipeline.start(position, (int) (rangeEnd - position));
      batch = pipeline.next();
    }
    position = broken.note(position, batch.get().samples());
    return batch;
  }

  /**
   * Returns the place behind the last batch.
   *
   * @return the position as text
   */
  public String position() {
    return Long.toString(position);
  }

  /**
   * Returns how many images are to be read in all.
   *
   * @return images × passes, broken ones included
   */
  public long total() {
    return end;
  }

  /**
   * Returns the images that could not be decoded so far.
   *
   * @return their names, each once, in the order they were met
   */
  public ImmutableList<String> broken() {
    return broken.names();
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
