/**
 * How many tokens stay masked after each step of parallel decoding.
 *
 * <p>{@link org.maskgit.schedule.MaskSchedule} is the function γ of the paper (section 3.3), in the
 * arithmetic in which the official code really runs:
 *
 * <pre>{@code
 * MaskSchedule schedule = MaskSchedule.parse("cosine");
 * int masked = schedule.maskLength(0, 8, 256, 256); // 251 of 256 tokens after the first of 8 steps
 * }</pre>
 */
package org.maskgit.schedule;
