package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.io.DataException;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;

final class StrategyTest {
  private static final Noise NOISE = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(3));

  @Test
  void thePublishedStrategyComesWithTheLibrary() {
    Strategy strategy = Strategy.autonatL8();
    assertThat(strategy.steps()).isEqualTo(8);
    assertThat(strategy.ratios().get(0)).isEqualTo(0.9531645174140464);
    assertThat(strategy.choiceTemperatures().get(6)).isEqualTo(0.7843839537838292);
    assertThat(strategy.samplingTemperatures().get(7)).isEqualTo(0.7133060703601533);
    assertThat(strategy.guidance().get(7)).isEqualTo(1.22678520936251);
    assertThat(Strategy.parse(strategy.toJson(), "itself")).isEqualTo(strategy);
  }

  @Test
  void itsMasksAreCounted() {
    int[][] input = new int[1][257];
    Arrays.fill(input[0], Sampler.MASKED);
    input[0][0] = ToyModel.CODES;
    int[] left = {244, 225, 203, 190, 159, 104, 66, 0};
    Sampling sampling =
        new StrategySampler(Strategy.autonatL8())
            .sample(
                input,
                NOISE,
                new ToyModel(),
                step ->
                    assertThat(MaskedTokens.count(step.masked()[0])).isEqualTo(left[step.step()]));
    assertThat(sampling.tokens()[0]).doesNotContain(Sampler.MASKED);
  }

  /** A strategy without temperatures that says what the linear schedule does. */
  @Test
  void itIsConfidenceSamplingWithOtherNumbers() {
    Strategy strategy =
        new Strategy(
            ImmutableDoubleArray.of(0.75, 0.5, 0.25),
            ImmutableDoubleArray.of(0, 0, 0),
            ImmutableDoubleArray.of(1, 1, 1, 1),
            ImmutableDoubleArray.of());
    int[][] input = {{6, -1, -1, -1, -1, -1, -1, -1, -1, 3, -1, -1, -1, -1, -1, -1, -1, -1}};
    assertThat(
            new StrategySampler(strategy)
                .sample(input, NOISE, new ToyModel(), StepListener.none())
                .trace())
        .isDeepEqualTo(
            new ConfidenceSampler(4, 0, MaskSchedule.LINEAR, 0)
                .sample(input, NOISE, new ToyModel(), StepListener.none())
                .trace());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | expected a JSON object",
        "{} | expected an array under ratios",
        "{'ratio':[]} | expected the keys [ratios, choiceTemperatures, samplingTemperatures,"
            + " guidance], found \"ratio\"",
        "{'ratios':0.5} | expected an array under ratios",
        "{'ratios':[],'choiceTemperatures':[],'samplingTemperatures':[]} | found none",
        "{'ratios':['x'],'choiceTemperatures':[1],'samplingTemperatures':[1,1]} | x",
        "{'ratios':[0.5],'choiceTemperatures':[1],'samplingTemperatures':[1]} | expected 0 ratios,"
            + " found 1",
        "{'ratios':[1.5],'choiceTemperatures':[1],'samplingTemperatures':[1,1]} | 1.5 is out of"
            + " range in ratios",
        "{'ratios':[1],'choiceTemperatures':[1],'samplingTemperatures':[1,0]} | 0.0 is out of"
            + " range in samplingTemperatures",
        "{'ratios':[1],'choiceTemperatures':[1],'samplingTemperatures':[1,1],'guidance':[1]} |"
            + " expected 2 guidance, found 1",
      })
  void aWrongFileEndsInOneSentence(String json, String sentence) {
    assertThatThrownBy(() -> Strategy.parse(json.replace('\'', '"'), "s.json"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("s.json: ")
        .hasMessageContaining(sentence);
  }
}
