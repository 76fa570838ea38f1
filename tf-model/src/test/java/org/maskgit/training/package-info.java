/** Tests of training. */
package org.maskgit.training;
