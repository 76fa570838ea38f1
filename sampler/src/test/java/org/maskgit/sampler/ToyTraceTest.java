package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.testing.Golden;

/** A run of the official code with a model that needs no weights. */
final class ToyTraceTest {

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void theTraceIsThatOfTheOfficialCode(PrngLayout layout) {
    Gson gson = new Gson();
    JsonObject json = Golden.json("toy_trace");
    int[][] input = gson.fromJson(json.get("inputs"), int[][].class);
    JsonObject expected = json.getAsJsonObject(layout.toString());
    Sampling sampling =
        ConfidenceSampler.of(4)
            .sample(
                input,
                new BatchNoise(layout, PrngKey.of(42)),
                new ToyModel(),
                step -> {
                  float[][] length = gson.fromJson(expected.get("mask_len"), float[][].class);
                  for (int image = 0; image < input.length; image++) {
                    assertThat(MaskedTokens.count(step.masked()[image]))
                        .isEqualTo((int) length[image][step.step()]);
                  }
                });
    assertThat(sampling.trace())
        .isDeepEqualTo(gson.fromJson(expected.get("final_seqs"), int[][][].class));
  }
}
