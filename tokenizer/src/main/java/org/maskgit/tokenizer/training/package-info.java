/**
 * Training of the tokenizer (paper section 3, stage 1): a VQGAN with an adversary.
 *
 * <p>The official release holds the networks, the losses and their settings, but no trainer; this
 * one updates generator and discriminator together from one forward pass, as the same authors do in
 * MAGVIT. The pieces can be read one by one: {@link org.maskgit.tokenizer.training.Discriminator},
 * {@link org.maskgit.tokenizer.training.Losses}, {@link
 * org.maskgit.tokenizer.training.QuantizerTerms}; {@link
 * org.maskgit.tokenizer.training.TokenizerTrainingConfig} names everything that can be chosen.
 *
 * <pre>{@code
 * try (TokenizerTrainer trainer = TokenizerTrainer.create(TokenizerTrainingConfig.SMALL, Device.CPU)) {
 *   while (trainer.steps() < trainer.config().steps()) {
 *     TokenizerStepReport report = trainer.step(nextBatch()); // List<Image> or a tensor
 *     if (endOfEpoch) {
 *       CodebookHealth health = trainer.endEpoch(nextBatch());
 *     }
 *   }
 *   trainer.average().write(file, CheckpointFormat.SAFETENSORS); // for TokenizerModel.load
 * }
 * }</pre>
 */
package org.maskgit.tokenizer.training;
