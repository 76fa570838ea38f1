package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.sampler.OfficialTraces.Trace;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.TransformerModel;

/** All 1100 runs of the official code: every token of every step, and all that the model saw. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OfficialTracesTest {
  private static final int CODEBOOK = 64;

  private List<Trace> traces;

  @BeforeAll
  void read() {
    traces = OfficialTraces.read();
  }

  private static void assertEqual(Trace trace, TokensToLogits model) {
    List<int[][]> seen = new ArrayList<>();
    List<SamplingStep> steps = new ArrayList<>();
    Sampling sampling =
        trace
            .sampler()
            .sample(
                trace.input(),
                trace.noise(),
                tokens -> {
                  seen.add(tokens);
                  return model.logits(tokens);
                },
                steps::add);
    assertThat(sampling.trace()).as("%s", trace).isDeepEqualTo(trace.finalSeqs());
    assertThat(seen.toArray(int[][][]::new)).as("%s", trace).isDeepEqualTo(trace.seen());
    for (SamplingStep step : steps) {
      for (int image = 0; image < trace.input().length; image++) {
        int unknown =
            Tokens.unknown(trace.seen()[step.step() - trace.sampler().startStep()][image]);
        int length = trace.maskLength()[image][step.step()];
        assertThat(
                trace
                    .sampler()
                    .schedule()
                    .maskLength(
                        step.step(), step.steps(), Tokens.unknown(trace.input()[image]), unknown))
            .as("%s", trace)
            .isEqualTo(length);
        assertThat(MaskedTokens.count(step.masked()[image]))
            .as("%s", trace)
            .isEqualTo(Math.min(length, unknown));
      }
    }
  }

  @Test
  void everyTraceIsEqualWithTheTransformer() {
    assertThat(traces).hasSize(1100);
    try (TransformerModel model =
        TransformerModel.load(Checkpoint.open(Golden.TINY_TRANSFORMER), CODEBOOK)) {
      TokensToLogits recorded = RecordedModel.of(traces, model::logits);
      for (Trace trace : traces) {
        assertEqual(trace, recorded);
      }
    }
  }

  @Test
  void everyFortiethTraceIsEqualWithTheReferenceInDoublePrecision() {
    TokensToLogits model =
        ReferenceTransformer.of(Checkpoint.open(Golden.TINY_TRANSFORMER), CODEBOOK);
    List<Trace> some = traces.stream().filter(trace -> trace.number() % 40 == 0).toList();
    TokensToLogits recorded = RecordedModel.of(some, model);
    for (Trace trace : some) {
      assertEqual(trace, recorded);
    }
  }
}
