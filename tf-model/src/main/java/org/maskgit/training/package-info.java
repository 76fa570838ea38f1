/**
 * Training of the masked transformer (paper section 3.1), and the parts of it that train any
 * network: losses, gradients, {@link org.maskgit.training.AdamW}, the moving average.
 *
 * <p>A {@link org.maskgit.training.TransformerTrainer} holds the whole training state: parameters,
 * their moving average, the optimizer's slots and the step. {@link
 * org.maskgit.training.TransformerTrainer#step step} takes a batch of tokens, masks them ({@link
 * org.maskgit.training.Masking}) and makes one update. All that is random is a function of the
 * seed, the step and the place in the batch, so a training that is saved and resumed is bit-equal
 * to one that never stopped.
 *
 * <pre>{@code
 * TrainingConfig config = TrainingConfig.parse(Files.readString(file), "train.json");
 * try (TransformerTrainer trainer = TransformerTrainer.create(config, Device.CPU)) {
 *   while (trainer.steps() < config.steps()) {
 *     StepReport report = trainer.step(batches.next()); // config.batchSize() images' tokens
 *   }
 *   trainer.average().write(Path.of("transformer.safetensors"), CheckpointFormat.SAFETENSORS);
 * }
 * }</pre>
 */
package org.maskgit.training;
