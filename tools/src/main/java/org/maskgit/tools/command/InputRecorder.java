package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import org.maskgit.editing.InputTokens;
import org.maskgit.sampler.Noise;
import org.maskgit.sampler.Sampler;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.StepListener;
import org.maskgit.sampler.TokensToLogits;

/** A sampler that remembers the tokens it began with; for one run. */
final class InputRecorder implements Sampler {
  private final Sampler sampler;
  private ImmutableList<ImmutableIntArray> input = ImmutableList.of();

  InputRecorder(Sampler sampler) {
    this.sampler = sampler;
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    input =
        Arrays.stream(InputTokens.withoutClass(tokens))
            .map(ImmutableIntArray::copyOf)
            .collect(ImmutableList.toImmutableList());
    return sampler.sample(tokens, noise, model, listener);
  }

  /** The tokens of each sample that the run began with, without the class position. */
  ImmutableList<ImmutableIntArray> input() {
    return input;
  }
}
