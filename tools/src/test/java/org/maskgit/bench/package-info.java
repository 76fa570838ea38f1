/** The benchmark's arithmetic, and its driver with workers of a few lines of shell. */
package org.maskgit.bench;
