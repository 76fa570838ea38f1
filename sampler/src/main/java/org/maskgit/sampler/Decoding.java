package org.maskgit.sampler;

import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * The loop that all samplers share: ask the model, let the sampler decide image by image, write
 * down what it decided, tell the listener.
 */
final class Decoding {
  private final int[][] input;
  private final int positions;
  private final Noise.Stream noise;
  private final TokensToLogits model;
  private final StepListener listener;

  /** Decides one image of a step. */
  @FunctionalInterface
  interface ImageStep {
    /**
     * Decides.
     *
     * @param image which image of the batch
     * @param current [positions], its tokens, −1 where unknown; not to be changed
     * @param logits what the model predicts for it
     */
    Decision decide(int image, int[] current, Logits logits);
  }

  /** Begins a step. */
  @FunctionalInterface
  interface Rule {
    /**
     * Takes the step's draws.
     *
     * @param step the step, from 0
     * @param noise the draws of the run
     * @param codebook how many codes the logits are for
     */
    ImageStep begin(int step, Noise.Stream noise, int codebook);
  }

  private Decoding(int[][] input, Noise noise, TokensToLogits model, StepListener listener) {
    this.input = input;
    this.positions = Tokens.positions(input);
    this.noise = noise.open(input.length);
    this.model = model;
    this.listener = listener;
  }

  static Decoding of(int[][] input, Noise noise, TokensToLogits model, StepListener listener) {
    return new Decoding(input, noise, model, listener);
  }

  /** The draws of the run, for what is drawn before its first step. */
  Noise.Stream noise() {
    return noise;
  }

  /** Runs the steps {@code first} to {@code steps} − 1. */
  Sampling run(int first, int steps, Rule rule) {
    return run(first, steps, false, rule);
  }

  /**
   * Runs steps until all tokens are known, at most so many; for samplers that keep what they draw.
   */
  Sampling runUntilKnown(int steps, Rule rule) {
    return run(0, steps, true, rule);
  }

  private Sampling run(int first, int steps, boolean untilKnown, Rule rule) {
    int[][] current = Tokens.copy(input);
    int[][][] trace = Tokens.repeat(input, steps);
    int[] used = new int[input.length];
    int step = first;
    for (; step < steps; step++) {
      for (int image = 0; image < input.length; image++) {
        used[image] = Tokens.unknown(current[image]) > 0 ? step - first + 1 : used[image];
      }
      if (untilKnown && Arrays.stream(used).max().getAsInt() < step - first + 1) {
        break;
      }
      SamplingStep done = step(step, steps, current, rule);
      for (int image = 0; image < input.length; image++) {
        trace[image][step] = done.tokens()[image].clone();
        current[image] = Tokens.mask(done.tokens()[image], done.masked()[image]);
      }
      listener.onStep(done);
    }
    int length = untilKnown ? Math.max(1, step) : steps;
    return new Sampling(
        Arrays.stream(trace).map(image -> Arrays.copyOf(image, length)).toArray(int[][][]::new),
        ImmutableIntArray.copyOf(used));
  }

  private SamplingStep step(int step, int steps, int[][] current, Rule rule) {
    float[] logits = model.at(step, steps).logits(Tokens.copy(current));
    int codebook = Tokens.codebook(logits.length, current.length, positions);
    ImageStep decide = rule.begin(step, noise, codebook);
    int[][] tokens = new int[current.length][];
    boolean[][] masked = new boolean[current.length][];
    float[][] confidence = new float[current.length][];
    for (int image = 0; image < current.length; image++) {
      Decision decision =
          decide.decide(image, current[image], new Logits(logits, image, positions, codebook));
      tokens[image] = decision.tokens();
      masked[image] = decision.masked();
      confidence[image] = decision.confidence();
    }
    return new SamplingStep(step, steps, tokens, masked, confidence);
  }
}
