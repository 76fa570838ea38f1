package org.maskgit.sampler;

/**
 * One step of a sampler. The arrays are the listener's to keep.
 *
 * @param step the step, from 0
 * @param steps how many steps the run has
 * @param tokens [batch][positions], all tokens as predicted in this step, before any is masked
 *     again; position 0 is the class token
 * @param masked [batch][positions], which of them are unknown again in the next step; a sampler may
 *     set some after the last step too, where it has no effect
 * @param confidence [batch][positions], what the choice was made by; +infinity for tokens that were
 *     known before the step
 */
public record SamplingStep(
    int step, int steps, int[][] tokens, boolean[][] masked, float[][] confidence) {}
