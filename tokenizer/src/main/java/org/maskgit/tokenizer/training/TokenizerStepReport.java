package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableMap;

/**
 * What a step found.
 *
 * @param step its number, from 1
 * @param phase what it did
 * @param terms what it measured, before the update, by name: {@code loss} (the generator's whole
 *     loss), {@code l2}, {@code perceptual}, {@code commitment}, {@code codebook}, {@code entropy},
 *     {@code perplexity} (of the codes of this batch); with an adversary {@code generator}, {@code
 *     discriminator}, {@code lecam}, {@code r1} (without their weights), {@code real_logit}, {@code
 *     fake_logit}; {@code gradient_norm}, {@code learning_rate}, {@code
 *     discriminator_gradient_norm}, {@code discriminator_learning_rate}. What the step did not
 *     compute is not there
 */
public record TokenizerStepReport(long step, Phase phase, ImmutableMap<String, Float> terms) {}
