package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Collections;
import org.maskgit.editing.InputTokens;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.OutpaintCanvas.Window;
import org.maskgit.image.Image;
import org.maskgit.random.SeedPath;
import org.maskgit.sampler.Sampler;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.SamplingStep;
import org.maskgit.sampler.StepListener;

/**
 * Fills the unknown tokens of a canvas, window by window. Window i takes child 1 of the key behind
 * i splits of the seed, as the official demo's call i does.
 */
final class Outpainting {
  private final MaskGit maskgit;
  private final OutpaintCanvas canvas;
  private final int[][] tokens;
  private final int[] stepsUsed;

  /** Begins with the same tokens, −1 where unknown, for each label. */
  Outpainting(MaskGit maskgit, OutpaintCanvas canvas, int[] known, int batch) {
    checkArgument(
        canvas.grid() == maskgit.grid() && canvas.grid() * canvas.factor() == maskgit.imageSize(),
        "expected a canvas of windows of %s × %s tokens, found %s",
        maskgit.grid(),
        maskgit.grid(),
        canvas.grid());
    checkArgument(
        known.length == canvas.rows() * canvas.columns(),
        "expected %s × %s tokens, found %s",
        canvas.rows(),
        canvas.columns(),
        known.length);
    this.maskgit = maskgit;
    this.canvas = canvas;
    this.tokens = new int[batch][];
    Arrays.setAll(tokens, image -> known.clone());
    this.stepsUsed = new int[batch];
  }

  /** Sees each window when it is filled. */
  @FunctionalInterface
  interface Painter {
    void paint(int image, Window window, LatentMask made, Image generated);
  }

  Sampling run(GenerateRequest request, StepListener listener, Painter painter) {
    ImmutableList<Window> windows = canvas.windows();
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      int[][] input = Arrays.stream(tokens).map(row -> cut(row, window)).toArray(int[][]::new);
      // The images differ in their tokens, not in which of them are known.
      LatentMask made = LatentMask.of(canvas.grid(), at -> input[0][at] == Sampler.MASKED);
      if (made.count() > 0) {
        GenerateRequest part = request.withSeed(seed(request.seed(), i)).withInputTokens(input);
        fill(window, made, maskgit.generate(part, counted(listener, i, windows.size())), painter);
      }
    }
    int[][] rows =
        InputTokens.withClass(request.labels().toArray(), maskgit.codebookSize(), tokens);
    int[][][] trace = Arrays.stream(rows).map(row -> new int[][] {row}).toArray(int[][][]::new);
    return new Sampling(trace, ImmutableIntArray.copyOf(stepsUsed));
  }

  private static SeedPath seed(SeedPath seed, int window) {
    ImmutableList.Builder<Integer> children = ImmutableList.builder();
    children.addAll(seed.children()).addAll(Collections.nCopies(window, 0));
    return new SeedPath(seed.seed(), children.add(1).build());
  }

  /** Steps as parts of the whole run. */
  private static StepListener counted(StepListener listener, int window, int windows) {
    return step ->
        listener.onStep(
            new SamplingStep(
                window * step.steps() + step.step(),
                windows * step.steps(),
                step.tokens(),
                step.masked(),
                step.confidence()));
  }

  private void fill(Window window, LatentMask made, Generation generation, Painter painter) {
    int[][] filled = generation.sampling().tokens();
    for (int image = 0; image < tokens.length; image++) {
      for (int row = 0; row < canvas.grid(); row++) {
        System.arraycopy(
            filled[image],
            row * canvas.grid(),
            tokens[image],
            (window.row() + row) * canvas.columns() + window.column(),
            canvas.grid());
      }
      stepsUsed[image] += generation.sampling().stepsUsed().get(image);
      painter.paint(image, window, made, generation.images().get(image));
    }
  }

  private int[] cut(int[] all, Window window) {
    int grid = canvas.grid();
    int[] part = new int[grid * grid];
    for (int row = 0; row < grid; row++) {
      int from = (window.row() + row) * canvas.columns() + window.column();
      System.arraycopy(all, from, part, row * grid, grid);
    }
    return part;
  }
}
