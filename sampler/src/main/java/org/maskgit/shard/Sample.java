package org.maskgit.shard;

import com.google.common.primitives.ImmutableIntArray;
import org.maskgit.image.RgbImage;

/**
 * One picture of a series.
 *
 * @param number its number, whose stream of noise it was drawn with
 * @param label its class
 * @param tokens its tokens, row by row
 * @param picture the decoded tokens, clipped and rounded to 8 bits
 */
public record Sample(int number, int label, ImmutableIntArray tokens, RgbImage picture) {}
