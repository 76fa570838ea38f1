package org.maskgit.evaluation;

/**
 * How near reconstructions come to their pictures.
 *
 * @param count pictures
 * @param psnr mean over pictures of the peak signal-to-noise ratio, in decibels; infinite if one is
 *     reconstructed without any error
 * @param ssim mean over pictures of the structural similarity, see {@link Ssim}
 * @param l1 mean absolute difference of samples in [0, 1]
 * @param codebook how the codes were used
 */
public record ReconstructionScores(
    long count, double psnr, double ssim, double l1, CodebookUse codebook) {}
