/** The transformer against the official code. */
package org.maskgit.transformer;
