/**
 * The arithmetic of the reference: float32 functions as XLA computes them on a CPU.
 *
 * <p>Random numbers and mask schedules of the official code are made of {@code log}, {@code exp}
 * and their kin. XLA does not call the C library for them but expands polynomials, whose last bit
 * differs from a correctly rounded result; {@link org.maskgit.math.XlaMath} has the same
 * polynomials, so that a seed gives the same bits here.
 */
package org.maskgit.math;
