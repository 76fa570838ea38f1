package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodebookHealthTest {
  @Test
  void measuresUsageAndPerplexity() {
    CodebookHealth even = CodebookHealth.of(new float[] {5, 0, 5, 5, 5}, 1);
    assertThat(even.used()).isEqualTo(4);
    assertThat(even.usage()).isEqualTo(0.8);
    assertThat(even.perplexity()).isCloseTo(4, within(1e-12));
    assertThat(even.places()).isEqualTo(20);
    assertThat(even.revived()).isEqualTo(1);
    CodebookHealth collapsed = CodebookHealth.of(new float[] {0, 7, 0}, 0);
    assertThat(collapsed.perplexity()).isCloseTo(1, within(1e-12));
  }

  @Test
  void knowsNothingBeforeTheFirstStep() {
    CodebookHealth none = CodebookHealth.of(new float[3], 0);
    assertThat(none.used()).isZero();
    assertThat(none.places()).isZero();
    assertThat(none.perplexity()).isEqualTo(1);
  }

  @Test
  void placesDeadCodesAtDifferentFeatures() {
    float[] uses = {0, 2, 0, 0};
    float[] features = {1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
    Revival revival = Revival.draw(uses, features, 2, new SplittableRandom(1));
    assertThat(revival.count()).isEqualTo(3);
    assertThat(revival.dead()).containsExactly(true, false, true, true);
    Set<Float> places = new HashSet<>();
    for (int code : new int[] {0, 2, 3}) {
      float[] placed = {revival.replacements()[2 * code], revival.replacements()[2 * code + 1]};
      assertThat(placed[0]).isEqualTo(placed[1]).isBetween(1f, 5f);
      places.add(placed[0]);
    }
    assertThat(places).hasSize(3);
  }

  @Test
  void leavesCodesWhereThereAreTooFewPlaces() {
    Revival revival = Revival.draw(new float[4], new float[] {1, 2}, 1, new SplittableRandom(1));
    assertThat(revival.count()).isEqualTo(2);
    assertThat(revival.dead()).containsExactly(true, true, false, false);
  }
}
