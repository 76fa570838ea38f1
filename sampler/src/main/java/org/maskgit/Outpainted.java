package org.maskgit;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.Sampling;

/**
 * Pictures that grew.
 *
 * @param input the canvas's tokens before, row by row, −1 where unknown; the same for each label
 * @param sampling the canvas's tokens after, as a trace of one step
 * @param pictures one for each label, of the size asked for
 */
public record Outpainted(
    ImmutableIntArray input, Sampling sampling, ImmutableList<RgbImage> pictures) {}
