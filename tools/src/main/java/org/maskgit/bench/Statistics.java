package org.maskgit.bench;

import com.google.common.math.Quantiles;
import java.util.Collection;
import java.util.Collections;

/** Figures of a few rounds. */
final class Statistics {
  private Statistics() {}

  static double median(Collection<Double> values) {
    return Quantiles.median().compute(values);
  }

  static double min(Collection<Double> values) {
    return Collections.min(values);
  }

  static double max(Collection<Double> values) {
    return Collections.max(values);
  }
}
