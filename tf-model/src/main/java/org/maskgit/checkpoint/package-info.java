/**
 * Checkpoints as the official code, its ports and TensorFlow store them, read without copying: a
 * {@link org.maskgit.checkpoint.Checkpoint} maps the file into memory and gives each tensor by its
 * Flax name, such as {@code Embed_0/word_embeddings/embedding}. {@link
 * org.maskgit.checkpoint.ModelKind} finds a model in a file that holds several, as a SavedModel
 * does.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.open(Path.of("maskgit_imagenet256_checkpoint"));
 * KeyReport.of(checkpoint, expected).requireComplete("the transformer");
 * float[] embedding = checkpoint.tensor("Embed_0/word_embeddings/embedding").floats();
 * }</pre>
 *
 * <p>Whatever is wrong with a file, and wherever, is a {@link org.maskgit.io.DataException} with
 * one sentence; no declared size is believed before it was held against the file's own.
 */
package org.maskgit.checkpoint;
