/** Tests of the random numbers against JAX. */
package org.maskgit.random;
