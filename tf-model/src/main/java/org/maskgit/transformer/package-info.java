/**
 * MaskGIT's bidirectional transformer (paper section 3.1; {@code nets/maskgit_transformer.py} of
 * the official code), read from top to bottom: {@link org.maskgit.transformer.Transformer} is
 * {@code Embed}, then a stack of {@code TransformerLayer}s ({@code SelfAttention} and {@code Mlp}),
 * then {@code MlmLayer}. Class and module names are the keys of the official checkpoints.
 *
 * <p>The ids that the transformer sees:
 *
 * <table>
 * <caption>One embedding table for three kinds of token; official sizes in brackets</caption>
 * <tr><th>id</th><th>row of the table</th><th>meaning</th></tr>
 * <tr><td>0 … codebook − 1 (1023)</td><td>the same</td><td>a visual token</td></tr>
 * <tr><td>codebook + label (1024 … 2023)</td><td>the same</td><td>a class, only at position 0</td></tr>
 * <tr><td>−1</td><td>the last (2024)</td><td>[MASK]: not known yet</td></tr>
 * </table>
 *
 * <pre>{@code
 * try (TransformerModel model = TransformerModel.load(Checkpoint.open(file), 1024)) {
 *   float[] logits = model.logits(new int[][] {{1024 + 207, -1, -1, ...}}); // [1, 257, 1024]
 * }
 * }</pre>
 */
package org.maskgit.transformer;
