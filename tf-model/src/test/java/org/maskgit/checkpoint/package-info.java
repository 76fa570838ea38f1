/** Tests of reading and writing checkpoints. */
package org.maskgit.checkpoint;
