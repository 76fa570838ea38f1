/** Tests of the training loop, with real processes that are really killed. */
package org.maskgit.training.loop;
