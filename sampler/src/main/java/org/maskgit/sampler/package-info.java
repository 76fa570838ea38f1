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
 * <p>The others begin with the same tokens and end with all of them known:
 *
 * <ul>
 *   <li>{@link org.maskgit.sampler.HaltonSampler}: an order known beforehand;
 *   <li>{@link org.maskgit.sampler.MdlmSampler} and {@link org.maskgit.sampler.RemdmSampler}:
 *       masked diffusion, without and with taking tokens back;
 *   <li>{@link org.maskgit.sampler.MomentSampler}: positions first, tokens after;
 *   <li>{@link org.maskgit.sampler.EntropyBoundedSampler}: as many tokens a step as are sure;
 *   <li>{@link org.maskgit.sampler.AutoregressiveSampler}: one token a step;
 *   <li>{@link org.maskgit.sampler.StrategySampler}: the official one with a number for each step.
 * </ul>
 *
 * <p>{@link org.maskgit.sampler.GuidedLogits} guides any of them towards the class; {@link
 * org.maskgit.sampler.FirstStepCache} spares them the first step.
 *
 * <p>Tokens are int[batch][positions]: position 0 holds the class token (codebook size + label),
 * the others ids of the codebook or {@value org.maskgit.sampler.Sampler#MASKED} where the token is
 * unknown.
 */
package org.maskgit.sampler;
