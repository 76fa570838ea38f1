/** The tokenizer against the official code. */
package org.maskgit.tokenizer;
