package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import org.maskgit.editing.InputTokens;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.sampler.StepListener;

/**
 * Pictures made of other pictures: some of their tokens are kept, the others are sampled (paper
 * sections 4.3 and 4.4).
 *
 * <p>A request's labels may be the unconditional class where the weights have one. Safe for use by
 * several threads at once, as long as the model is open.
 */
public final class Editor {
  private final MaskGit maskgit;

  private Editor(MaskGit maskgit) {
    this.maskgit = maskgit;
  }

  /**
   * Edits with a model.
   *
   * @param maskgit the model, which stays the caller's to close
   * @return the editor
   */
  public static Editor of(MaskGit maskgit) {
    return new Editor(maskgit);
  }

  /**
   * Encodes a picture.
   *
   * @param image of the model's size; see {@link org.maskgit.editing.Fit}
   * @return the picture and its tokens
   * @throws IllegalArgumentException if the picture has another size
   */
  public TokenPicture picture(Image image) {
    int side = maskgit.imageSize();
    checkArgument(
        image.height() == side && image.width() == side,
        "expected a picture of %s×%s, found %s×%s",
        side,
        side,
        image.height(),
        image.width());
    return new TokenPicture(image, ImmutableIntArray.copyOf(maskgit.encode(List.of(image))[0]));
  }

  /**
   * Decodes tokens.
   *
   * @param tokens [grid²], each from 0 to the codebook's size − 1
   * @return the decoded picture, clipped and rounded to 8 bits as it would be written, and the
   *     tokens
   * @throws IllegalArgumentException if there are more or fewer tokens, or one is out of range
   */
  public TokenPicture picture(int[] tokens) {
    int positions = maskgit.grid() * maskgit.grid();
    checkArgument(
        tokens.length == positions, "expected %s tokens, found %s", positions, tokens.length);
    Image decoded = maskgit.decode(new int[][] {tokens}).get(0);
    return new TokenPicture(Image.of(decoded.toRgb()), ImmutableIntArray.copyOf(tokens));
  }

  /**
   * Makes the masked tokens of a picture anew. The others never change (but with samplers that may
   * mask them again, which say so).
   *
   * @param picture what to edit
   * @param mask which tokens to make anew
   * @param seam how the new tokens' pixels meet the old ones
   * @param request labels and settings, without input tokens; each label is a version
   * @param listener called when a step has ended; what it throws ends the run
   * @return tokens, trace and a blended picture for each label
   * @throws IllegalArgumentException if the mask is of another grid, a label is out of range, the
   *     request brings tokens of its own, or the seam needs a kept token and there is none
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Generation inpaint(
      TokenPicture picture,
      LatentMask mask,
      Seam seam,
      GenerateRequest request,
      StepListener listener) {
    int[] kept = InputTokens.kept(maskgit.codebookSize(), picture.tokens().toArray(), mask);
    int[][] rows = new int[request.labels().length()][];
    Arrays.fill(rows, kept);
    Generation generation = generate(request, rows, listener);
    ImmutableList<Image> blended =
        generation.images().stream()
            .map(generated -> seam.blend(picture.image(), mask, generated))
            .collect(ImmutableList.toImmutableList());
    return new Generation(generation.input(), generation.sampling(), blended);
  }

  private Generation generate(GenerateRequest request, int[][] input, StepListener listener) {
    checkArgument(
        request.inputTokens().isEmpty(),
        "expected a request without input tokens: they come from the picture");
    return maskgit.generate(request.withInputTokens(input), listener);
  }
}
