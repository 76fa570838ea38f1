/**
 * Models of which nothing is known but how to call them: SavedModels that another program wrote,
 * such as jax2tf.
 *
 * <pre>{@code
 * try (OpaqueModel model = OpaqueModel.load(Path.of("jax-export"))) {
 *   Sampling sampling = ConfidenceSampler.of(8).sample(tokens, noise, model, step -> {});
 *   List<Image> images = model.decode(sampling.tokens());
 * }
 * }</pre>
 */
package org.maskgit.opaque;
