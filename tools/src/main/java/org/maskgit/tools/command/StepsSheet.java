package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.maskgit.MaskGit;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.SamplingStep;
import org.maskgit.tools.picture.LabelledSheet;

/**
 * What each step did: its tokens decoded, gray where it drew none; which of them are masked again
 * (white) and which stay (black); how confident the sampler was of each, from the least (black) to
 * the most confident of the run (white), blue where a token was known before.
 */
final class StepsSheet {
  private static final int WHITE = 0xffffff;
  private static final int KNOWN = 0x4060c0;

  private final MaskGit maskgit;
  private final ImmutableList<SamplingStep> steps;
  private final ImmutableIntArray images;

  /** Draws these images of the drawn batch. */
  StepsSheet(MaskGit maskgit, List<SamplingStep> steps, ImmutableIntArray images) {
    this.maskgit = maskgit;
    this.steps = ImmutableList.copyOf(steps);
    this.images = images;
  }

  RgbImage draw() {
    List<String> rows = new ArrayList<>();
    List<RgbImage> cells = new ArrayList<>();
    for (int i = 0; i < images.length(); i++) {
      int image = images.get(i);
      String number = images.length() == 1 ? "" : " " + i;
      rows.addAll(List.of("tokens" + number, "masked" + number, "confidence" + number));
      for (SamplingStep step : steps) {
        cells.add(StepPicture.of(maskgit, step.tokens()[image]));
      }
      for (SamplingStep step : steps) {
        boolean[] masked = step.masked()[image];
        boolean last = step.step() == step.steps() - 1;
        cells.add(map(at -> masked[at] && !last ? WHITE : 0));
      }
      cells.addAll(confidences(image));
    }
    List<String> columns =
        steps.stream().map(step -> "step %d".formatted(step.step() + 1)).toList();
    return LabelledSheet.of(columns, rows, cells);
  }

  private List<RgbImage> confidences(int image) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (SamplingStep step : steps) {
      for (int at = 1; at < step.confidence()[image].length; at++) {
        float confidence = step.confidence()[image][at];
        if (Float.isFinite(confidence)) {
          least = Math.min(least, confidence);
          most = Math.max(most, confidence);
        }
      }
    }
    float from = least;
    float range = Math.max(Float.MIN_NORMAL, most - least);
    return steps.stream()
        .map(step -> step.confidence()[image])
        .map(confidence -> map(at -> colour(confidence[at], from, range)))
        .toList();
  }

  private static int colour(float confidence, float from, float range) {
    if (confidence == Float.POSITIVE_INFINITY) {
      return KNOWN;
    }
    int gray = (int) (255 * Math.max(0, (confidence - from) / range));
    return gray << 16 | gray << 8 | gray;
  }

  /** A square for each token; colours are asked for by the position in the sequence. */
  private RgbImage map(IntUnaryOperator colours) {
    int side = maskgit.imageSize();
    int factor = side / maskgit.grid();
    byte[] rgb = new byte[side * side * RgbImage.CHANNELS];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int colour = colours.applyAsInt(1 + y / factor * maskgit.grid() + x / factor);
        int at = (y * side + x) * RgbImage.CHANNELS;
        rgb[at] = (byte) (colour >> 16);
        rgb[at + 1] = (byte) (colour >> 8);
        rgb[at + 2] = (byte) colour;
      }
    }
    return new RgbImage(side, side, rgb);
  }
}
