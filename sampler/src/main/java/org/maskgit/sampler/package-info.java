/**
 * Parallel decoding: from masked tokens to tokens.
 *
 * <p>A {@link org.maskgit.sampler.Sampler} sees only a function from tokens to logits and a source
 * of random numbers; it knows nothing of networks, images or files. The official one is {@link
 * org.maskgit.sampler.ConfidenceSampler}:
 *
 * <pre>{@code
 * Noise noise = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(42));
 * Sampling sampling =
 *     ConfidenceSampler.of(8).sample(masked, noise, transformer::logits, StepListener.none());
 * int[][] tokens = sampling.tokens();
 * }</pre>
 *
 * <p>Tokens are int[batch][positions]: position 0 holds the class token (codebook size + label),
 * the others ids of the codebook or {@value org.maskgit.sampler.Sampler#MASKED} where the token is
 * unknown.
 */
package org.maskgit.sampler;
