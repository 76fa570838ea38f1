package org.maskgit.training.loop;

import java.time.Duration;

/**
 * How far and how fast a run is.
 *
 * @param step number of steps so far
 * @param steps number of steps in all
 * @param stepsPerSecond over the last steps, writing checkpoints and samples included
 * @param dataWaitShare share of that time in which the training waited for data, from 0 to 1
 * @param remaining the time that is left at that speed
 */
public record LoopProgress(
    long step, long steps, double stepsPerSecond, double dataWaitShare, Duration remaining) {}
