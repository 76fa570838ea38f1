package org.maskgit.training;

/**
 * What a step found.
 *
 * @param step its number, from 1
 * @param loss of its batch before the update, in nats
 * @param gradientNorm norm of all gradients together, before clipping
 * @param learningRate the rate of this update
 * @param maskedShares share of masked tokens of each image, from 0 to 1
 */
public record StepReport(
    long step, float loss, float gradientNorm, float learningRate, float[] maskedShares) {}
