/**
 * The commands that train: {@code train tokenizer}, {@code train transformer}, {@code tokenize} and
 * {@code train export}; what they are told ({@link org.maskgit.tools.train.TrainingOptions}) and
 * what they tell ({@link org.maskgit.tools.train.RunReporter}).
 */
package org.maskgit.tools.train;
