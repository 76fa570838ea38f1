package org.maskgit.data;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Images with their classes. The pixels lie in native memory, which belongs to the reader that gave
 * the batch: they are valid until it is asked for the next one.
 *
 * @param images RGB in [0, 1], [n, size, size, 3]; not to be closed
 * @param labels class of each image, from 0 to the number of classes − 1
 * @param samples number of each image in the reader's endless order, rising
 */
public record ImageBatch(TFloat32 images, ImmutableIntArray labels, ImmutableLongArray samples) {

  /**
   * Returns the number of images.
   *
   * @return at least 1
   */
  public int size() {
    return labels.length();
  }

  /**
   * Copies the pixels.
   *
   * @return the images in C order, which stay valid
   */
  public float[] pixels() {
    float[] pixels = new float[Math.toIntExact(images.size())];
    images.copyTo(DataBuffers.of(pixels));
    return pixels;
  }
}
