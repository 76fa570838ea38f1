package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import org.maskgit.editing.InputTokens;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.Seam;
import org.maskgit.editing.TokenMix;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.StepListener;
import org.maskgit.schedule.MaskSchedule;

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
    if (seam == Seam.POISSON) {
      mask.requirePart();
    }
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

  /**
   * Grows a picture (paper section 4.3): the window of the model passes over a canvas larger than
   * itself, each time with tokens known over half of it, which never change. A picture of any width
   * takes the memory of one window, and of its own pixels and tokens.
   *
   * @param picture what grows
   * @param canvas how, made for the picture's placement
   * @param seam how new pixels meet old ones, see {@link org.maskgit.editing.WindowBlend}
   * @param request labels and settings, without input tokens; each label is a version
   * @param listener called when a step of a window has ended; what it throws ends the run
   * @return tokens and a picture for each label
   * @throws IllegalArgumentException if the canvas is of another model, a label is out of range, or
   *     the request brings tokens of its own
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Outpainted outpaint(
      TokenPicture picture,
      OutpaintCanvas canvas,
      Seam seam,
      GenerateRequest request,
      StepListener listener) {
    int[] known = canvas.place(picture.tokens().toArray());
    Image begin = seam == Seam.NONE ? picture(picture.tokens().toArray()).image() : picture.image();
    ImmutableList<CanvasPixels> pixels =
        request.labels().stream()
            .mapToObj(label -> new CanvasPixels(canvas, begin.toRgb()))
            .collect(ImmutableList.toImmutableList());
    Sampling sampling =
        outpainting(canvas, known, request)
            .run(
                request,
                listener,
                (image, window, made, generated) ->
                    pixels.get(image).paint(window, seam, made, generated));
    return new Outpainted(
        ImmutableIntArray.copyOf(known),
        sampling,
        pixels.stream().map(CanvasPixels::picture).collect(ImmutableList.toImmutableList()));
  }

  /**
   * Fills a canvas's unknown tokens as {@link #outpaint} does, without pixels.
   *
   * @param canvas the canvas
   * @param known [rows · columns], its tokens, −1 where unknown
   * @param request labels and settings, without input tokens
   * @param listener called when a step of a window has ended; what it throws ends the run
   * @return the canvas's tokens, as a trace of one step
   * @throws IllegalArgumentException if the canvas is of another model, or tokens or labels don't
   *     fit it
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Sampling outpaintTokens(
      OutpaintCanvas canvas, int[] known, GenerateRequest request, StepListener listener) {
    return outpainting(canvas, known, request)
        .run(request, listener, (image, window, made, generated) -> {});
  }

  private Outpainting outpainting(OutpaintCanvas canvas, int[] known, GenerateRequest request) {
    requireNoInput(request);
    return new Outpainting(maskgit, canvas, known, request.labels().length());
  }

  /**
   * Makes variations: of each, another part of the picture's tokens is forgotten and sampled anew.
   *
   * @param picture what to vary
   * @param share how much is forgotten, from 0, which gives the picture's tokens back, to 1, which
   *     keeps nothing
   * @param request labels and settings, without input tokens; each label is a variation, and its
   *     seed picks the tokens as well
   * @param listener called when a step has ended; what it throws ends the run
   * @return tokens, trace and the decoded picture of each label
   * @throws IllegalArgumentException if the share or a label is out of range, or the request brings
   *     tokens of its own
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Generation vary(
      TokenPicture picture, double share, GenerateRequest request, StepListener listener) {
    int[] tokens = picture.tokens().toArray();
    int[][] input = new int[request.labels().length()][];
    Arrays.setAll(
        input,
        i ->
            TokenMix.forgotten(
                tokens, order(request, tokens.length, request.firstImage() + i), share));
    return generate(request, input, listener);
  }

  /**
   * Makes the pictures between two: {@link TokenMix#between}, and what is forgotten is sampled.
   *
   * @param from the first picture
   * @param to the last picture
   * @param exchange how fast tokens are exchanged
   * @param share how much is forgotten in the middle, 0 to 1
   * @param request labels and settings, without input tokens; each label is a frame, at least 2
   * @param listener called when a step has ended; what it throws ends the run
   * @return tokens, trace and the decoded picture of each frame; the first and the last have the
   *     tokens of the two pictures
   * @throws IllegalArgumentException if an argument is out of range, or the request brings tokens
   *     of its own
   * @throws DataException if the weights give NaN, or lack the class that guidance needs
   */
  public Generation interpolate(
      TokenPicture from,
      TokenPicture to,
      MaskSchedule exchange,
      double share,
      GenerateRequest request,
      StepListener listener) {
    int[][] input =
        TokenMix.between(
            from.tokens().toArray(),
            to.tokens().toArray(),
            order(request, from.tokens().length(), 0),
            request.labels().length(),
            exchange,
            share);
    return generate(request, input, listener);
  }

  /** Positions in the order of {@code fold_in(key, -1 - image)}, which no image's noise has. */
  private static int[] order(GenerateRequest request, int tokens, int image) {
    JaxRandom random = JaxRandom.of(request.layout());
    PrngKey key = random.foldIn(request.seed().key(random), -1 - image);
    return random.permutation(key, tokens);
  }

  private Generation generate(GenerateRequest request, int[][] input, StepListener listener) {
    requireNoInput(request);
    return maskgit.generate(request.withInputTokens(input), listener);
  }

  private static void requireNoInput(GenerateRequest request) {
    checkArgument(
        request.inputTokens().isEmpty(),
        "expected a request without input tokens: they come from the picture");
  }
}
