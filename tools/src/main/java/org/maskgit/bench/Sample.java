package org.maskgit.bench;

/**
 * One go of one variant.
 *
 * @param seconds by the clock
 * @param cpuSeconds of the worker, all its threads together
 * @param others cores that other processes used meanwhile, on average; 0 where the system doesn't
 *     tell
 * @param digest of the tokens; {@code -} if there are none
 */
public record Sample(double seconds, double cpuSeconds, double others, String digest) {}
