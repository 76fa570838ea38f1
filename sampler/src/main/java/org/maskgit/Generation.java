package org.maskgit;

import com.google.common.collect.ImmutableList;
import org.maskgit.image.Image;
import org.maskgit.sampler.Sampling;

/**
 * What came out of a request.
 *
 * @param sampling the final tokens, and the sampled tokens of every step
 * @param images one for each label, in [0, 1] but not clipped; composites if a picture was edited
 */
public record Generation(Sampling sampling, ImmutableList<Image> images) {}
