/**
 * Data for training: image folders, IDX, {@code .npz}, TFRecords and pre-tokenised shards, as
 * batches without end.
 *
 * <p>An {@link org.maskgit.data.ImageSet} says what images there are and of which class; {@link
 * org.maskgit.data.ImageBatches} decodes, crops, flips and batches them in tf.data, ahead of the
 * training; {@link org.maskgit.data.TokenBatches} does the same for images that {@link
 * org.maskgit.data.TokenShardWriter} has stored as tokens. Which image comes when, how it is
 * cropped and whether it is flipped depends on nothing but the seed and the sample's number, so a
 * position in a checkpoint is enough to go on with the very same batches.
 *
 * <pre>{@code
 * ImageSet images = ImageSet.open(Path.of("pictures"));
 * try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
 *   ImageBatch batch = batches.next();
 * }
 * }</pre>
 */
package org.maskgit.data;
