package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Every image of a set a number of times, to its end: for tokenising and evaluation.
 *
 * <p>With flips, every other pass is mirrored as a whole; random crops differ from pass to pass.
 * Broken images are named in the log, counted and skipped, files that can't be read are an error,
 * both as for {@link ImageBatches}; the last batch may be smaller. A reader that is opened at a
 * position goes on with the same samples. Not safe for use by several threads.
 */
public final class ImagePasses implements AutoCloseable {
  private static final int LONGEST_RANGE = 1 << 18;

  private final ImagePipeline pipeline;
  private final BrokenImages broken;
  private final long end;
  private long position;
  private long rangeEnd;

  private ImagePasses(ImageSet images, ImageBatchConfig config, int passes, long position) {
    this.end = (long) passes * images.size();
    this.position = Math.min(position, end);
    this.rangeEnd = this.position;
    this.pipeline = ImagePipeline.open(images, config, SamplePlan.passes(images.size(), config));
    this.broken = new BrokenImages(images, SamplePlan.passes(images.size(), config), pipeline);
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
   * @throws org.maskgit.io.DataException if an image can't be read
   */
  public Optional<ImageBatch> next() {
    while (position < end) {
      if (position == rangeEnd) {
        start();
      }
      Optional<ImageBatch> batch = pipeline.next();
      ImmutableLongArray samples = batch.map(ImageBatch::samples).orElse(ImmutableLongArray.of());
      long next = batch.isPresent() ? samples.get(samples.length() - 1) + 1 : rangeEnd;
      if (!broken.confirm(position, samples, next)) {
        start();
        continue;
      }
      position = next;
      if (batch.isPresent()) {
        return batch;
      }
    }
    return Optional.empty();
  }

  private void start() {
    rangeEnd = Math.min(end, position + LONGEST_RANGE);
    pipeline.start(LongStream.range(position, rangeEnd).toArray());
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
