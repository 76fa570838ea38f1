package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.LinkedHashSet;
import java.util.Set;

/** The images that were left out of a range: those whose numbers are missing from what came. */
final class BrokenImages {
  private static final System.Logger LOG = System.getLogger(BrokenImages.class.getName());

  private final ImageSet images;
  private final SamplePlan plan;
  private final Set<Integer> found = new LinkedHashSet<>();

  BrokenImages(ImageSet images, SamplePlan plan) {
    this.images = images;
    this.plan = plan;
  }

  /** Takes note of a batch that was read from a sample on, and returns the next sample. */
  long note(long from, ImmutableLongArray samples) {
    long next = from;
    for (int i = 0; i < samples.length(); i++) {
      note(next, samples.get(i));
      next = samples.get(i) + 1;
    }
    return next;
  }

  /** Takes note of samples, all of which are missing. */
  void note(long from, long to) {
    for (long sample = from; sample < to; sample++) {
      int index = plan.index(sample);
      if (found.add(index)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Skipping {0}: it is no whole PNG, JPEG, GIF or BMP image.",
            images.name(index));
      }
    }
  }

  ImmutableList<String> names() {
    return found.stream().map(images::name).collect(ImmutableList.toImmutableList());
  }
}
