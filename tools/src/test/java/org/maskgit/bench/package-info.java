/**
 * The benchmark's arithmetic, and its driver with workers of a few lines of shell; {@link
 * org.maskgit.bench.LeverTimes}, which is no test.
 */
package org.maskgit.bench;
