package org.maskgit.tools.train;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maskgit.data.ImageBatch;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImageBatches;
import org.maskgit.data.ImagePasses;
import org.maskgit.data.ImageSet;
import org.maskgit.image.Image;
import org.maskgit.image.Psnr;
import org.maskgit.image.RgbImage;
import org.maskgit.tokenizer.training.TokenizerTrainer;

/** Images beside what a tokenizer makes of them, and how near it comes. */
final class Reconstructions implements RunReporter.SampleMaker {
  /** With their reconstructions a square grid. */
  private static final int SHOWN = 18;

  /** Enough for a mean; more would hold up the training. */
  private static final int MEASURED = 64;

  private final TokenizerTrainer trainer;
  private final ImmutableList<Image> images;

  private Reconstructions(TokenizerTrainer trainer, ImmutableList<Image> images) {
    this.trainer = trainer;
    this.images = images;
  }

  /** Takes images from all over a set. */
  static Reconstructions of(TokenizerTrainer trainer, ImageSet set, int size) {
    ImageBatchConfig inOrder = ImageBatchConfig.evaluation(1, size);
    List<Image> images = new ArrayList<>();
    int every = Math.max(1, set.size() / MEASURED);
    try (ImagePasses pass = ImagePasses.open(set, inOrder, 1, ImageBatches.START)) {
      Optional<ImageBatch> next = pass.next();
      for (int i = 0; next.isPresent(); i++, next = pass.next()) {
        if (i % every == 0 && images.size() < MEASURED) {
          images.add(new Image(size, size, next.get().pixels()));
        }
      }
    }
    return new Reconstructions(trainer, ImmutableList.copyOf(images));
  }

  @Override
  public RunReporter.Samples make() {
    ImmutableList<Image> made = trainer.reconstruct(images);
    List<RgbImage> pictures = new ArrayList<>();
    int every = Math.max(1, images.size() / SHOWN);
    for (int i = 0; i < images.size() && pictures.size() < 2 * SHOWN; i += every) {
      pictures.add(images.get(i).toRgb());
      pictures.add(made.get(i).toRgb());
    }
    return new RunReporter.Samples(pictures, ImmutableMap.of("psnr", psnr(made)));
  }

  /** The mean over the images of the peak signal-to-noise ratio of 8-bit pixels, in decibels. */
  private float psnr(List<Image> made) {
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      sum += Psnr.of(images.get(i).toRgb(), made.get(i).toRgb());
    }
    return (float) (sum / images.size());
  }
}
