package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.testing.Golden;

final class ReferenceTransformerTest {

  @Test
  void logitsAreThoseOfTheOfficialCode() {
    int vocabulary = 75;
    int positions = 17;
    ReferenceTransformer model =
        ReferenceTransformer.of(Checkpoint.open(Golden.TINY_TRANSFORMER), vocabulary);
    try (Golden golden = Golden.npz("tiny_maskgit_forward")) {
      float[] logits = model.logits(OfficialTraces.rows(golden.ints("input_ids"), 0, 4, positions));
      assertThat(Golden.maxAbsDifference(logits, golden.floats("logits"))).isLessThan(5e-5);
    }
  }
}
