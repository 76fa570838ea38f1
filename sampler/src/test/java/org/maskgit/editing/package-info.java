/** Tests of editing, against the official code's masks, input tokens and composites. */
package org.maskgit.editing;
