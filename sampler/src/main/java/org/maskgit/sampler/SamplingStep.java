package org.maskgit.sampler;

/**
 * One step of a sampler. The arrays are the listener's to keep.
 *
 * @param step the step, from 0
 * @param steps how many steps the run has, at most
 * @param tokens [batch][positions], all tokens as drawn in this step, before any is masked again;
 *     −1 where the step drew none; position 0 is the class token
 * @param masked [batch][positions], which of them are unknown in the next step; a sampler may set
 *     some after the last step too, where it has no effect
 * @param confidence [batch][positions], what the choice was made by, or the log probability of the
 *     drawn token where it was made by nothing that the token decides; +infinity for tokens that
 *     were known before the step and stay, −infinity where none was drawn
 */
public record SamplingStep(
    int step, int steps, int[][] tokens, boolean[][] masked, float[][] confidence) {}
