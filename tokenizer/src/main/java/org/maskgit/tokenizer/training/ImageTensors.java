package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import org.maskgit.image.Image;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.types.TFloat32;

/** Images as tensors [n, size, size, 3]. */
final class ImageTensors {
  private ImageTensors() {}

  /** The images in a tensor, to be closed. */
  static TFloat32 of(List<Image> images, int size) {
    for (Image image : images) {
      checkArgument(
          image.height() == size && image.width() == size,
          "expected images of %s pixels a side, found %s×%s",
          size,
          image.height(),
          image.width());
    }
    return TFloat32.tensorOf(
        Shape.of(images.size(), size, size, 3),
        batch -> {
          for (int i = 0; i < images.size(); i++) {
            batch.get(i).copyFrom(DataBuffers.of(images.get(i).rgb(), true, false));
          }
        });
  }

  /** The images of an array in C order. */
  static ImmutableList<Image> images(float[] pixels, int size) {
    ImmutableList.Builder<Image> images = ImmutableList.builder();
    int length = size * size * 3;
    for (int from = 0; from < pixels.length; from += length) {
      images.add(new Image(size, size, Arrays.copyOfRange(pixels, from, from + length)));
    }
    return images.build();
  }

  /** A copy of some images of a tensor, to be closed. */
  static TFloat32 slice(TFloat32 images, long from, long count) {
    Shape shape = images.shape();
    return TFloat32.tensorOf(
        Shape.of(count, shape.get(1), shape.get(2), shape.get(3)),
        part -> images.slice(Indices.range(from, from + count)).copyTo(part));
  }

  /** The values in C order. */
  static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.copyTo(DataBuffers.of(values));
    return values;
  }
}
