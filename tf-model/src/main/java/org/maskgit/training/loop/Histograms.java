package org.maskgit.training.loop;

import org.tensorflow.proto.HistogramProto;

/** Counts numbers as TensorBoard wants them: upper limits of buckets, counts, moments. */
final class Histograms {
  private Histograms() {}

  /** Counts in equal buckets from the least value to the greatest. */
  static HistogramProto of(float[] values, int buckets) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
      squares += (double) value * value;
    }
    double width = Math.max((max - min) / buckets, Double.MIN_NORMAL);
    double[] counts = new double[buckets];
    for (float value : values) {
      counts[(int) Math.min(buckets - 1, (value - min) / width)]++;
    }
    HistogramProto.Builder histogram =
        HistogramProto.newBuilder()
            .setMin(min)
            .setMax(max)
            .setNum(values.length)
            .setSum(sum)
            .setSumSquares(squares);
    for (int i = 0; i < buckets; i++) {
      histogram.addBucketLimit(i == buckets - 1 ? max : min + (i + 1) * width).addBucket(counts[i]);
    }
    return histogram.build();
  }
}
