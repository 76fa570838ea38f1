package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkState;

import org.maskgit.image.Psnr;
import org.maskgit.image.RgbImage;

/**
 * Adds up how near reconstructions come, picture by picture, all as 8-bit samples. Not safe for use
 * by several threads.
 */
public final class ReconstructionTally {
  private final long[] uses;
  private long count;
  private double psnr;
  private double ssim;
  private double l1;

  private ReconstructionTally(int codebookSize) {
    this.uses = new long[codebookSize];
  }

  /**
   * Begins.
   *
   * @param codebookSize number of codes of the tokenizer
   * @return an empty tally
   */
  public static ReconstructionTally of(int codebookSize) {
    return new ReconstructionTally(codebookSize);
  }

  /**
   * Adds a picture.
   *
   * @param picture the picture, at least 11 × 11
   * @param reconstruction what the tokenizer made of it, of the same size
   * @param codes its codes, each from 0 to the codebook's size − 1
   * @throws IllegalArgumentException if the sizes differ or are smaller
   */
  public void add(RgbImage picture, RgbImage reconstruction, int[] codes) {
    psnr += Psnr.of(picture, reconstruction);
    ssim += Ssim.of(picture, reconstruction);
    long difference = 0;
    for (int i = 0; i < picture.rgb().length; i++) {
      difference += Math.abs((picture.rgb()[i] & 0xff) - (reconstruction.rgb()[i] & 0xff));
    }
    l1 += difference / (255.0 * picture.rgb().length);
    for (int code : codes) {
      uses[code]++;
    }
    count++;
  }

  /**
   * Ends.
   *
   * @return the means over all pictures
   * @throws IllegalStateException if there was none
   */
  public ReconstructionScores scores() {
    checkState(count > 0, "expected at least one picture, found none");
    return new ReconstructionScores(
        count, psnr / count, ssim / count, l1 / count, CodebookUse.of(uses));
  }
}
