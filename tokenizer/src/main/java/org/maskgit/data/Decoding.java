package org.maskgit.data;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** From the bytes of an image to [size, size, 3] in [0, 1], as TensorFlow operations. */
final class Decoding {
  private static final float WHITE = 255;

  private final Ops tf;
  private final ImageBatchConfig config;

  Decoding(Ops tf, ImageBatchConfig config) {
    this.tf = tf;
    this.config = config;
  }

  /**
   * Decodes a PNG, JPEG, GIF (first frame) or BMP: uint8 [h, w, c], gray or RGB, with alpha or not.
   */
  Operand<TUint8> decode(Operand<TString> bytes) {
    return tf.image.decodeImage(
        bytes, TUint8.class, DecodeImage.channels(0L), DecodeImage.expandAnimations(false));
  }

  /** Makes RGB [h, w, 3] of it, 0 to 255. */
  Operand<TFloat32> toRgb(Operand<TUint8> decoded) {
    Operand<TInt32> one = tf.constant(1);
    Operand<TInt32> channels = dimension(decoded, 2);
    Operand<TInt32> alphas = tf.math.sub(one, tf.math.mod(channels, tf.constant(2))); // 0 or 1
    Operand<TInt32> lastColour = tf.math.sub(tf.math.sub(channels, alphas), one); // 0 or 2
    Operand<TFloat32> pixels = tf.dtypes.cast(decoded, TFloat32.class);
    Operand<TFloat32> rgb =
        tf.gather(
            pixels,
            tf.math.minimum(tf.constant(new int[] {0, 1, 2}), lastColour),
            tf.constant(2)); // [h, w, 3]
    if (!config.overWhite()) {
      return rgb;
    }
    Operand<TInt32> last = tf.reshape(tf.math.sub(channels, one), tf.constant(new int[] {1}));
    Operand<TFloat32> opaque = tf.dtypes.cast(tf.math.sub(one, alphas), TFloat32.class);
    Operand<TFloat32> alpha =
        tf.math.maximum(
            tf.math.div(tf.gather(pixels, last, tf.constant(2)), tf.constant(WHITE)),
            opaque); // [h, w, 1]
    return tf.math.add(
        tf.math.mul(rgb, alpha),
        tf.math.mul(tf.constant(WHITE), tf.math.sub(tf.constant(1f), alpha)));
  }

  /** Crops, scales and mirrors: [size, size, 3] in [0, 1]. */
  Operand<TFloat32> fit(Operand<TFloat32> rgb, Operand<TFloat32> variation) {
    Operand<TInt32> height = dimension(rgb, 0);
    Operand<TInt32> width = dimension(rgb, 1);
    Operand<TInt32> cropHeight = tf.math.minimum(height, width);
    Operand<TInt32> cropWidth = cropHeight;
    Operand<TInt32> top = half(tf.math.sub(height, cropHeight));
    Operand<TInt32> left = half(tf.math.sub(width, cropWidth));
    if (config.augmentation().randomCrop()) {
      Operand<TFloat32> area =
          tf.math.mul(
              number(variation, 0), tf.dtypes.cast(tf.math.mul(height, width), TFloat32.class));
      Operand<TFloat32> aspect = number(variation, 1);
      cropHeight = length(tf.math.div(area, aspect), height);
      cropWidth = length(tf.math.mul(area, aspect), width);
      top = place(number(variation, 2), tf.math.sub(height, cropHeight));
      left = place(number(variation, 3), tf.math.sub(width, cropWidth));
    }
    Operand<TInt32> all = tf.constant(3);
    Operand<TFloat32> crop =
        tf.slice(
            rgb,
            tf.stack(List.of(top, left, tf.constant(0))),
            tf.stack(List.of(cropHeight, cropWidth, all)));
    return mirror(scale(crop, cropHeight, cropWidth), number(variation, 4));
  }

  /** The triangle filter, widened where it shrinks (antialiased). */
  private Operand<TFloat32> scale(
      Operand<TFloat32> crop, Operand<TInt32> height, Operand<TInt32> width) {
    int size = config.imageSize();
    Operand<TFloat32> scale =
        tf.math.div(
            tf.constant((float) size),
            tf.dtypes.cast(tf.stack(List.of(height, width)), TFloat32.class));
    Operand<TFloat32> scaled =
        tf.image.scaleAndTranslate(
            tf.expandDims(crop, tf.constant(0)),
            tf.constant(new int[] {size, size}),
            scale,
            tf.constant(new float[] {0, 0}),
            ScaleAndTranslate.kernelType("triangle"),
            ScaleAndTranslate.antialias(true));
    return tf.clipByValue(
        tf.math.div(tf.reshape(scaled, tf.constant(new int[] {size, size, 3})), tf.constant(WHITE)),
        tf.constant(0f),
        tf.constant(1f));
  }

  private Operand<TFloat32> mirror(Operand<TFloat32> image, Operand<TFloat32> flip) {
    if (!config.augmentation().flip()) {
      return image;
    }
    return tf.select(
        tf.math.greater(flip, tf.constant(0.5f)),
        tf.reverse(image, tf.constant(new int[] {1})),
        image);
  }

  private Operand<TInt32> length(Operand<TFloat32> squared, Operand<TInt32> limit) {
    Operand<TInt32> rounded = tf.dtypes.cast(tf.math.round(tf.math.sqrt(squared)), TInt32.class);
    return tf.math.minimum(tf.math.maximum(rounded, tf.constant(1)), limit);
  }

  private Operand<TInt32> place(Operand<TFloat32> share, Operand<TInt32> room) {
    Operand<TFloat32> places = tf.dtypes.cast(tf.math.add(room, tf.constant(1)), TFloat32.class);
    return tf.math.minimum(
        tf.dtypes.cast(tf.math.floor(tf.math.mul(share, places)), TInt32.class), room);
  }

  private Operand<TInt32> half(Operand<TInt32> room) {
    return tf.math.floorDiv(room, tf.constant(2));
  }

  private Operand<TInt32> dimension(Operand<? extends TType> x, int axis) {
    return tf.reshape(
        tf.slice(tf.shape(x), tf.constant(new int[] {axis}), tf.constant(new int[] {1})),
        tf.constant(new int[0]));
  }

  private Operand<TFloat32> number(Operand<TFloat32> numbers, int index) {
    return tf.reshape(
        tf.slice(numbers, tf.constant(new int[] {index}), tf.constant(new int[] {1})),
        tf.constant(new int[0]));
  }
}
