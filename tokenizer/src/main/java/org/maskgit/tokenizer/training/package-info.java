/**
 * Training of the tokenizer (paper section 3, stage 1): a VQGAN with an adversary.
 *
 * <p>The official release holds the networks, the losses and their settings, but no trainer; this
 * one updates generator and discriminator together from one forward pass, as the same authors do in
 * MAGVIT. The pieces can be read one by one: {@link org.maskgit.tokenizer.training.Discriminator},
 * {@link org.maskgit.tokenizer.training.Losses}, {@link
 * org.maskgit.tokenizer.training.QuantizerTerms}.
 */
package org.maskgit.tokenizer.training;
