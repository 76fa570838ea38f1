package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.LinkedHashSet;
import java.util.Set;
import org.maskgit.io.DataException;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * The images that a pipeline left out: those whose numbers are missing from what came.
 *
 * <p>A pipeline leaves out whatever fails and doesn't say why, so each of them is read once more on
 * its own. Bytes that can't be decoded are a broken image: it is named in the log, counted and
 * skipped. Bytes that can't be had, since the file is gone or the disk fails, are an error. And an
 * image that can be read now was left out by mistake: its range is to be read again.
 */
final class BrokenImages {
  private static final System.Logger LOG = System.getLogger(BrokenImages.class.getName());
  private static final int MOST_MISTAKES = 3;

  private final ImageSet images;
  private final SamplePlan plan;
  private final ImagePipeline pipeline;
  private final Set<Integer> found = new LinkedHashSet<>();
  private int mistakes;

  BrokenImages(ImageSet images, SamplePlan plan, ImagePipeline pipeline) {
    this.images = images;
    this.plan = plan;
    this.pipeline = pipeline;
  }

  /** The next samples that are not known to be broken. Not all images may be. */
  long[] others(long from, int count) {
    long[] samples = new long[count];
    long sample = from;
    for (int i = 0; i < count; sample++) {
      if (found.isEmpty() || !found.contains(plan.index(sample))) {
        samples[i++] = sample;
      }
    }
    return samples;
  }

  /**
   * Looks at what is missing.
   *
   * @param from where the samples begin
   * @param samples those that came
   * @param end where they end
   * @return true if all others are broken; false if the samples are to be read again
   * @throws DataException if an image can't be read
   */
  boolean confirm(long from, ImmutableLongArray samples, long end) {
    long next = from;
    for (int i = 0; i < samples.length(); i++) {
      if (!confirm(next, samples.get(i))) {
        return false;
      }
      next = samples.get(i) + 1;
    }
    if (!confirm(next, end)) {
      return false;
    }
    mistakes = 0;
    return true;
  }

  private boolean confirm(long from, long to) {
    for (long sample = from; sample < to; sample++) {
      int index = plan.index(sample);
      if (found.contains(index)) {
        continue;
      }
      if (isWhole(sample)) {
        noteMistake(images.name(index));
        return false;
      }
      found.add(index);
      LOG.log(
          System.Logger.Level.WARNING,
          "Skipping {0}: it is no whole PNG, JPEG, GIF or BMP image.",
          images.name(index));
    }
    return true;
  }

  private boolean isWhole(long sample) {
    try {
      pipeline.requireWhole(sample);
      return true;
    } catch (TFInvalidArgumentException | TFUnimplementedException e) {
      images.store().requireUnchanged(plan.index(sample));
      return false;
    } catch (TensorFlowException e) {
      throw new DataException(
          "Can't read %s of %s: %s; see that the images stay where they are, then go on from the last checkpoint."
              .formatted(
                  images.name(plan.index(sample)),
                  images.source(),
                  e.getMessage().lines().findFirst().orElse("for no reason given")),
          e);
    }
  }

  private void noteMistake(String name) {
    mistakes++;
    if (mistakes > MOST_MISTAKES) {
      throw new DataException(
          "Can't read %s of %s: it failed %d times among others and never on its own; see to the disk and to the memory, then go on from the last checkpoint."
              .formatted(name, images.source(), mistakes));
    }
    LOG.log(
        System.Logger.Level.WARNING, "Reading {0} again: it could not be read, but can now.", name);
  }

  /** Whether there is no other image left. */
  boolean areAll() {
    return found.size() == images.size();
  }

  ImmutableList<String> names() {
    return found.stream().map(images::name).collect(ImmutableList.toImmutableList());
  }
}
