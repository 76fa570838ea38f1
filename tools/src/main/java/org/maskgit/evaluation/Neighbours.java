package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.maskgit.data.ImageBatch;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImageBatches;
import org.maskgit.data.ImagePasses;
import org.maskgit.data.ImageSet;
import org.maskgit.image.Psnr;
import org.maskgit.image.RgbImage;

/**
 * The pictures of a set that are nearest to a given one, by their pixels: so everybody sees what a
 * model has learned by heart. Holds the set in memory, 3 bytes a pixel; immutable.
 */
public final class Neighbours {
  private static final int BATCH = 64;

  private final int size;
  private final ImmutableList<Named> pictures;

  private Neighbours(int size, ImmutableList<Named> pictures) {
    this.size = size;
    this.pictures = pictures;
  }

  private record Named(String name, RgbImage picture) {}

  /**
   * A picture of the set.
   *
   * @param name its path in the set
   * @param picture the picture, brought to the size
   * @param psnr how near it is, in decibels: the mean squared difference of all samples as PSNR
   */
  public record Neighbour(String name, RgbImage picture, double psnr) {}

  /**
   * Reads a set.
   *
   * @param set the pictures to look among
   * @param size height and width to bring them to
   * @return the set, ready to be asked
   */
  public static Neighbours of(ImageSet set, int size) {
    List<Named> pictures = new ArrayList<>();
    ImageBatchConfig inOrder = ImageBatchConfig.evaluation(BATCH, size);
    try (ImagePasses pass = ImagePasses.open(set, inOrder, 1, ImageBatches.START)) {
      for (var next = pass.next(); next.isPresent(); next = pass.next()) {
        ImageBatch batch = next.get();
        byte[] samples = SetPictures.eightBits(batch.pixels(), 255);
        PictureBatch bytes = new PictureBatch(batch.size(), size, size, samples);
        for (int i = 0; i < batch.size(); i++) {
          pictures.add(new Named(set.name((int) batch.samples().get(i)), bytes.picture(i)));
        }
      }
    }
    return new Neighbours(size, ImmutableList.copyOf(pictures));
  }

  /**
   * Finds the nearest.
   *
   * @param picture of the set's size
   * @param count how many, at least 1
   * @return the nearest first; all if the set has no more
   * @throws IllegalArgumentException if the picture has another size
   */
  public ImmutableList<Neighbour> of(RgbImage picture, int count) {
    checkArgument(
        picture.height() == size && picture.width() == size,
        "expected a picture of %s×%s, found %s×%s",
        size,
        size,
        picture.height(),
        picture.width());
    return pictures.stream()
        .map(one -> new Neighbour(one.name(), one.picture(), Psnr.of(picture, one.picture())))
        .sorted(Comparator.comparingDouble(Neighbour::psnr).reversed())
        .limit(count)
        .collect(ImmutableList.toImmutableList());
  }
}
