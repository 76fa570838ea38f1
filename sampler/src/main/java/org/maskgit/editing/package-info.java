/**
 * Editing by tokens: pixels that are marked become a mask of tokens, the tokens inside are
 * generated anew, and the result meets the original picture at a seam.
 *
 * <pre>{@code
 * LatentMask mask = LatentMask.of(Box.parse("64,32,128,144"), 256, 16);
 * int[][] tokens = InputTokens.edited(labels, codebook, imageTokens, mask);
 * // ... sample the tokens from start step 2 of 12, decode them, and then:
 * Image edited = Composite.of(original, SoftMask.of(mask, 256), generated);
 * }</pre>
 *
 * <p>A {@link org.maskgit.editing.Box} with {@link org.maskgit.editing.Seam#BLUR} is what the
 * official code does. Free-form masks are {@link org.maskgit.editing.PixelMask}s; pictures of other
 * sizes are placed by a {@link org.maskgit.editing.Fit}, grow on an {@link
 * org.maskgit.editing.OutpaintCanvas}, and are forgotten or exchanged by {@link
 * org.maskgit.editing.TokenMix}.
 *
 * <p>Token ids: 0 .. codebook - 1 are codes, codebook + label is a class, {@link
 * org.maskgit.sampler.Sampler#MASKED} an unknown token. Position 0 of a sequence holds the class,
 * the positions behind it the token grid, row by row.
 *
 * <p>Reference: {@code create_latent_mask_and_input_tokens_for_image_editing} and {@code
 * composite_outputs} of the official {@code inference.py}; MaskGIT, section 4.3. Everything here is
 * immutable and safe for use by many threads.
 */
package org.maskgit.editing;
