package org.maskgit.data;

/** What an endless order of samples is made of: functions of the sample's number alone. */
interface SamplePlan {

  /** The image of a sample, an index into the set. */
  int index(long sample);

  /** How it is varied. */
  Variation variation(long sample);

  /** Shuffled epochs, or the set's order again and again. */
  static SamplePlan endless(int size, ImageBatchConfig config) {
    SampleOrder order = new SampleOrder(size, config.shuffle(), config.seed());
    return new SamplePlan() {
      @Override
      public int index(long sample) {
        return order.index(sample);
      }

      @Override
      public Variation variation(long sample) {
        return Variation.of(config.augmentation(), config.seed(), sample);
      }
    };
  }

  /** Passes through the set; with flips, every other pass is mirrored as a whole. */
  static SamplePlan passes(int size, ImageBatchConfig config) {
    SampleOrder order = new SampleOrder(size, config.shuffle(), config.seed());
    return new SamplePlan() {
      @Override
      public int index(long sample) {
        return order.index(sample);
      }

      @Override
      public Variation variation(long sample) {
        boolean flip = config.augmentation().flip() && sample / size % 2 == 1;
        return Variation.of(config.augmentation(), config.seed(), sample).withFlip(flip);
      }
    };
  }
}
