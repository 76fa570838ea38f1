/**
 * A pair as one TensorFlow SavedModel: {@link org.maskgit.savedmodel.SavedModelExport} writes it.
 *
 * <table>
 *   <caption>Signatures, n images each</caption>
 *   <tr><th>Name<th>Inputs<th>Outputs
 *   <tr><td>encode<td>image [n,h,w,3] in [0, 1]<td>tokens [n,g,g]
 *   <tr><td>decode<td>tokens [n,g,g]<td>image [n,h,w,3]
 *   <tr><td>logits<td>tokens [n,g·g+1], the class token first, −1 = masked<td>logits
 *       [n,g·g+1,codebook]
 *   <tr><td>sample, serving_default<td>label [n], key [2], steps [], choice_temperature []<td>tokens
 *       [n,g,g], image [n,h,w,3]
 *   <tr><td>sample_partitionable<td>the same, random words in the other layout<td>the same
 *   <tr><td>edit<td>image [1 or n,h,w,3], latent_mask [1 or n,g,g] not 0 where to generate, start_step
 *       [], and those of sample<td>tokens [n,g,g], image [n,h,w,3], the composite
 * </table>
 *
 * <p>Images and temperatures are float32, all else is int32. The n images of a call are one batch
 * of the official code; key holds the two words of a JAX key: {@code PRNGKey(s)} is {0, s}.
 *
 * <p>Sampling runs in the graph, as one loop around the transformer, with JAX's random words, XLA's
 * logarithms and the compiled cosine schedule, and gives the tokens that {@link
 * org.maskgit.MaskGit} gives.
 *
 * <pre>{@code
 * SavedModelExport.of(transformer, tokenizer).withFormat(SavedModelFormat.TF2).write(folder);
 * }</pre>
 */
package org.maskgit.savedmodel;
