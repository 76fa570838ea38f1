package org.maskgit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.maskgit.bench.WorkSettings.Draw;

final class WorkSettingsTest {

  @Test
  void anImageIsOfANewLabelEachTimeUnlessItIsRepeated() {
    WorkSettings image = new WorkSettings(Work.IMAGE, 8, 64, 8, 8);
    assertThat(image.draws(3, 10)).containsExactly(new Draw(3, 1, 3));
    assertThat(image.draws(13, 10)).containsExactly(new Draw(3, 1, 13));
    WorkSettings repeat = new WorkSettings(Work.REPEAT, 8, 64, 8, 8);
    assertThat(repeat.draws(3, 10)).containsExactly(new Draw(0, 1, 3));
  }

  @Test
  void aBatchIsOfOneClassAndNoSeedComesTwice() {
    WorkSettings settings = new WorkSettings(Work.BATCH, 8, 12, 2, 4);
    assertThat(settings.draws(1, 10))
        .containsExactly(
            new Draw(2, 4, 12), new Draw(2, 2, 13), new Draw(3, 4, 14), new Draw(3, 2, 15));
    Set<Integer> seeds = new HashSet<>();
    for (int go = 0; go < 5; go++) {
      settings.draws(go, 10).forEach(draw -> assertThat(seeds.add(draw.seed())).isTrue());
    }
  }

  @Test
  void imagesThatDoNotDivideAmongTheLabelsAreRefused() {
    assertThatThrownBy(() -> new WorkSettings(Work.BATCH, 8, 64, 7, 8))
        .hasMessage("expected images in multiples of the 7 labels, found 64");
  }

  @Test
  void aBatchThatNoLabelFillsIsRefused() {
    assertThatThrownBy(() -> new WorkSettings(Work.BATCH, 8, 16, 8, 8))
        .hasMessage("expected a batch of up to the 2 images of a label, found 8");
    assertThat(new WorkSettings(Work.IMAGE, 8, 16, 8, 8).imagesOfGo()).isEqualTo(1);
  }
}
