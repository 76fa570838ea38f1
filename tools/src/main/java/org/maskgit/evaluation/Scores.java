package org.maskgit.evaluation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * What a comparison gave.
 *
 * @param referenceCount reference samples with features; 0 if only moments are known
 * @param generatedCount generated samples
 * @param values the metrics that could be computed, in the enum's order
 * @param leftOut a sentence for each group that couldn't though it was wanted
 */
public record Scores(
    int referenceCount,
    int generatedCount,
    ImmutableMap<Metric, Double> values,
    ImmutableList<String> leftOut) {}
