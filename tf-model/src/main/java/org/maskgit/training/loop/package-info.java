/**
 * The loop around any training: batches in, checkpoints out, and a run that can be killed at any
 * instant.
 *
 * <p>A {@link org.maskgit.training.loop.TrainingLoop} drives a {@link
 * org.maskgit.training.loop.Trainable} with the batches of a {@link
 * org.maskgit.training.loop.BatchSource}. Its state lives in the {@link
 * org.maskgit.training.loop.CheckpointStore} of a {@link org.maskgit.training.loop.RunFolder}, each
 * file whole: parameters, averages, slots, step, and the place in the data. A step depends on
 * nothing else, so a run that goes on from any of them is bit-equal to one that was never stopped.
 *
 * <p>Nothing here prints; a {@link org.maskgit.training.loop.LoopListener} is told what happens.
 */
package org.maskgit.training.loop;
