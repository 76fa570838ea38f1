package org.maskgit.bench;

/** What is measured. */
public enum Work {
  /** One image of a label that was not asked for before: all steps and the decoder, batch 1. */
  IMAGE("one image"),

  /** One image of the same label again and again. */
  REPEAT("one image of a label seen before"),

  /** Many images of several classes, in batches of one class each. */
  BATCH("images of several classes"),

  /** From the start of a process to its first image. */
  FIRST("process start to first image"),

  /** Some updates of the small transformer: 6 layers of 256, 65 tokens, batch 32. */
  TRAINING("training step"),

  /** Products of float32 matrices of 2048 × 2048: what the machine can do at best. */
  ROOF("matrix products");

  private final String title;

  Work(String title) {
    this.title = title;
  }

  /**
   * Says what it is.
   *
   * @return a few words for a heading
   */
  public String title() {
    return title;
  }

  /**
   * Says whether pictures are made of a model's files.
   *
   * @return true if they are
   */
  public boolean needsModel() {
    return this != TRAINING && this != ROOF;
  }
}
