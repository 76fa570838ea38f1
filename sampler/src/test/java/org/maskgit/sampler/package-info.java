/** Tests of the samplers against the official code. */
package org.maskgit.sampler;
