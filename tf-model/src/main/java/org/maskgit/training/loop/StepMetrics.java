package org.maskgit.training.loop;

import com.google.common.collect.ImmutableMap;

/**
 * What a step found, for progress and logs.
 *
 * @param loss what is shown, and must not grow far above its average; not negative
 * @param scalars numbers by name, the loss among them
 * @param distributions lists of numbers by name, such as the share of masked tokens of each image
 */
public record StepMetrics(
    double loss,
    ImmutableMap<String, Float> scalars,
    ImmutableMap<String, float[]> distributions) {}
