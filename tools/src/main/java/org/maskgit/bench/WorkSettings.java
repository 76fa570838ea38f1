package org.maskgit.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.maskgit.io.EnumNames;

/**
 * The size of the work, the same for all workers.
 *
 * @param work what is done
 * @param steps of sampling
 * @param images that one go of {@link Work#BATCH} makes
 * @param labels how many classes these are of; they divide the images
 * @param batch images that go through the networks together
 */
public record WorkSettings(Work work, int steps, int images, int labels, int batch) {

  /**
   * Checks the sizes.
   *
   * @param work any
   * @param steps at least 1
   * @param images a multiple of the labels
   * @param labels at least 1
   * @param batch at least 1; for {@link Work#BATCH} at most the images of a label
   * @throws IllegalArgumentException if a size is something else
   */
  public WorkSettings {
    checkArgument(steps >= 1, "expected at least 1 step, found %s", steps);
    checkArgument(batch >= 1, "expected a batch of at least 1, found %s", batch);
    checkArgument(
        labels >= 1 && images >= 1 && images % labels == 0,
        "expected images in multiples of the %s labels, found %s",
        labels,
        images);
    checkArgument(
        work != Work.BATCH || batch <= images / labels,
        "expected a batch of up to the %s images of a label, found %s",
        images / labels,
        batch);
  }

  /**
   * Images of one class that are drawn together.
   *
   * @param label the class
   * @param count how many
   * @param seed the JAX key is {@code PRNGKey(seed)}
   */
  public record Draw(int label, int count, int seed) {}

  /**
   * Says what one go draws. The labels of a go differ from those of the goes before, but for {@link
   * Work#REPEAT}.
   *
   * @param number of the go, from 0
   * @param classes of the model
   * @return the draws in order
   */
  public ImmutableList<Draw> draws(int number, int classes) {
    if (work != Work.BATCH) {
      int label = work == Work.REPEAT ? 0 : number % classes;
      return ImmutableList.of(new Draw(label, 1, number));
    }
    ImmutableList.Builder<Draw> draws = ImmutableList.builder();
    int each = images / labels;
    int seed = number * images;
    for (int i = 0; i < labels; i++) {
      int label = (number * labels + i) % classes;
      for (int from = 0; from < each; from += batch) {
        draws.add(new Draw(label, Math.min(batch, each - from), seed++));
      }
    }
    return draws.build();
  }

  /**
   * Says it in the words of the command line, as every worker gets them.
   *
   * @return options and values
   */
  public ImmutableList<String> words() {
    return ImmutableList.of(
        "--work",
        EnumNames.of(work),
        "--steps",
        Integer.toString(steps),
        "--images",
        Integer.toString(images),
        "--labels",
        Integer.toString(labels),
        "--batch",
        Integer.toString(batch));
  }

  /**
   * Counts the images of one go.
   *
   * @return at least 1; 0 for work that makes none
   */
  public int imagesOfGo() {
    if (work == Work.BATCH) {
      return images;
    }
    return work.needsModel() ? 1 : 0;
  }
}
