/**
 * How good generated pictures are: Fréchet distance, Inception Score, kernel distance, precision,
 * recall, density and coverage of features, and how near a tokenizer's reconstructions come.
 *
 * <p>Features come from anywhere: {@link org.maskgit.evaluation.FeatureMatrix} holds them, {@link
 * org.maskgit.evaluation.FeatureNetwork} makes them of pictures with any frozen network. Only with
 * the Inception network of 2015 may a Fréchet distance be called FID.
 *
 * <pre>{@code
 * FeatureSet reference = FeatureFiles.read(Path.of("reference.npz"));
 * FeatureSet generated = FeatureFiles.read(Path.of("generated.npz"));
 * Scores scores = Evaluation.compare(reference, generated, EvaluationConfig.DEFAULT);
 * }</pre>
 */
package org.maskgit.evaluation;
