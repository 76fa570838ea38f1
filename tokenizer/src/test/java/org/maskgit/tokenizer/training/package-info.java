/** The training of the tokenizer against the official losses and their gradients. */
package org.maskgit.tokenizer.training;
