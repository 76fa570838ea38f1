package org.maskgit.tools.train;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.maskgit.image.Image;
import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.training.loop.BatchSource;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Pictures of a folder, all in memory. */
final class FolderImages {
  private final List<RgbImage> images;

  private FolderImages(List<RgbImage> images) {
    this.images = images;
  }

  static FolderImages open(Path folder, int size) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<RgbImage> images = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.toString().matches(".*\\.(png|jpe?g)")) {
          continue;
        }
        RgbImage image = overWhite(file);
        images.add(
            image.height() == size && image.width() == size
                ? image
                : PillowResize.bicubic(image, size, size));
      }
      return new FolderImages(images);
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private static RgbImage overWhite(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new DataException("%s: expected a PNG or JPEG, found none; remove it.".formatted(file));
    }
    BufferedImage white =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = white.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return RgbImage.of(white);
  }

  int size() {
    return images.size();
  }

  List<Image> first(int count) {
    List<RgbImage> shuffled = new ArrayList<>(images);
    Collections.shuffle(shuffled, new Random(0));
    return shuffled.stream().limit(count).map(Image::of).toList();
  }

  Batches batches(int batchSize, boolean flip, long seed, Optional<String> position) {
    return new Batches(batchSize, flip, seed, position.map(Long::parseLong).orElse(0L));
  }

  /** Batches, all of them functions of the seed and their number. */
  final class Batches implements BatchSource<TFloat32> {
    private final int batchSize;
    private final boolean flip;
    private final long seed;
    private long next;
    private long epoch = -1;
    private List<Integer> order = List.of();
    private Optional<TFloat32> current = Optional.empty();

    private Batches(int batchSize, boolean flip, long seed, long next) {
      this.batchSize = batchSize;
      this.flip = flip;
      this.seed = seed;
      this.next = next;
    }

    @Override
    public TFloat32 next() {
      close();
      int size = images.get(0).height();
      TFloat32 batch =
          TFloat32.tensorOf(
              Shape.of(batchSize, size, size, 3),
              data -> {
                for (int i = 0; i < batchSize; i++) {
                  float[] pixels = pixels(next * batchSize + i);
                  data.get(i).copyFrom(DataBuffers.of(pixels, true, false));
                }
              });
      next++;
      current = Optional.of(batch);
      return batch;
    }

    private float[] pixels(long index) {
      long wanted = index / images.size();
      if (wanted != epoch) {
        epoch = wanted;
        order = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
          order.add(i);
        }
        Collections.shuffle(order, new Random(seed * 31 + epoch));
      }
      Image image = Image.of(images.get(order.get((int) (index % images.size()))));
      float[] rgb = image.rgb();
      if (!flip || !new Random(seed * 31 + index).nextBoolean()) {
        return rgb;
      }
      int width = image.width();
      float[] flipped = new float[rgb.length];
      for (int i = 0; i < rgb.length; i++) {
        int pixel = i / 3;
        int x = pixel % width;
        flipped[(pixel - x + width - 1 - x) * 3 + i % 3] = rgb[i];
      }
      return flipped;
    }

    @Override
    public String position() {
      return Long.toString(next);
    }

    @Override
    public void close() {
      current.ifPresent(TFloat32::close);
      current = Optional.empty();
    }
  }
}
