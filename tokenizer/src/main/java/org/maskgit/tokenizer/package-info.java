/**
 * The VQGAN tokenizer (paper section 3, stage 1; {@code nets/vqgan_tokenizer.py} of the official
 * code): {@code Encoder} and {@code VectorQuantizer} turn an image into a grid of codes, {@code
 * Decoder} turns a grid of codes into an image. Class and module names are the keys of the official
 * checkpoints.
 *
 * <pre>{@code
 * try (TokenizerModel tokenizer = TokenizerModel.load(Checkpoint.open(file))) {
 *   int[][] codes = tokenizer.encode(List.of(image)); // [1][256] of a 256×256 image
 *   Image again = tokenizer.decode(codes).get(0);
 * }
 * }</pre>
 */
package org.maskgit.tokenizer;
