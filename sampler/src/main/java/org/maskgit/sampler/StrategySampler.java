package org.maskgit.sampler;

import java.util.Arrays;

/**
 * {@link ConfidenceSampler} with a number of its own for each step, as AutoNAT runs the strategies
 * that it searches (arXiv 2406.05478).
 *
 * <p>With N tokens unknown at the start, each step k does:
 *
 * <ol>
 *   <li><b>Predict.</b> logits = model(tokens), guided by {@code guidance[k]}: give the model
 *       {@link GuidedLogits} of the strategy's array.
 *   <li><b>Sample.</b> Each unknown token becomes a draw from softmax(logits /
 *       samplingTemperatures[k]). Known tokens stay. The last step ends here.
 *   <li><b>Confidence.</b> c = log softmax(logits)[token] + choiceTemperatures[k] · Gumbel noise:
 *       by the logits before the division.
 *   <li><b>Mask</b> the max(1, min(unknown now − 1, ⌊N · ratios[k]⌋)) least confident ones.
 * </ol>
 *
 * @param strategy the numbers
 */
public record StrategySampler(Strategy strategy) implements Sampler {

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int[] unknownAtStart = Arrays.stream(tokens).mapToInt(Tokens::unknown).toArray();
    int positions = tokens[0].length;
    int steps = strategy.steps();
    return decoding.run(
        0,
        steps,
        (step, draws, codebook) -> {
          TokenNoise tokenNoise = TokenNoise.next(draws, positions, codebook);
          Noise.Draw choiceNoise = draws.next(positions);
          Temperature temperature =
              Temperature.of((float) strategy.samplingTemperatures().get(step));
          return (image, current, logits) -> {
            Decision drawn = Decision.of(current);
            for (int i = 0; i < positions; i++) {
              if (current[i] == MASKED) {
                float[] row = logits.row(i);
                temperature.apply(row, step, steps);
                int token = tokenNoise.token(image, i, row);
                drawn.draw(i, token, Softmax.logSoftmax(logits.row(i), token));
              }
            }
            if (step == steps - 1) {
              return drawn;
            }
            float choiceTemperature = (float) strategy.choiceTemperatures().get(step);
            Choice.perturb(drawn.confidence(), choiceTemperature, choiceNoise, image);
            int masked = masked(step, unknownAtStart[image], Tokens.unknown(current));
            return drawn.masking(Choice.below(drawn.confidence(), masked));
          };
        });
  }

  private int masked(int step, int unknownAtStart, int unknown) {
    int share = (int) Math.floor(unknownAtStart * strategy.ratios().get(step));
    return Math.max(1, Math.min(unknown - 1, share));
  }
}
