package org.maskgit.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The beginning of a pipeline: the samples of a range, fed as [count] numbers, labels, variations
 * and places, and the function that makes an image of each.
 */
abstract class SampleFeed {
  private static final String IMAGE = "c_image";

  private final Ops tf;
  private final Placeholder<TInt64> numbers;
  private final Placeholder<TInt64> labels;
  private final Placeholder<TFloat32> variations;

  SampleFeed(Ops tf) {
    this.tf = tf;
    this.numbers = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    this.labels = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    this.variations =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, Variation.SIZE)));
  }

  static SampleFeed of(Ops tf, ImageStore store) {
    if (store instanceof ImageStore.Files files) {
      return new FileFeed(tf, files);
    }
    if (store instanceof ImageStore.Records records) {
      return new RecordFeed(tf, records);
    }
    return new PixelFeed(tf, (ImageStore.Pixels) store);
  }

  /** A run that is fed, and what it is fed with. */
  record Fed(Session.Runner runner, List<Tensor> tensors) implements AutoCloseable {
    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }

    void add(Operand<?> place, Tensor value) {
      runner.feed(place, value);
      tensors.add(value);
    }
  }

  /** The dataset of places that are yet to be decoded. */
  final Operand<? extends TType> dataset() {
    List<Shape> shapes = vectors().stream().map(vector -> vector.shape().tail()).toList();
    return tf.data.tensorSliceDataset(vectors(), shapes);
  }

  private List<Operand<?>> vectors() {
    List<Operand<?>> vectors = new ArrayList<>(List.of(numbers, labels, variations));
    vectors.addAll(places());
    return vectors;
  }

  /** What makes (number, label, image) of (number, label, variation, place…, captured…). */
  final ConcreteFunction decoding(ImageBatchConfig config) {
    return ConcreteFunction.create(
        body -> {
          Placeholder<TInt64> number = scalar(body, TInt64.class);
          Placeholder<TInt64> label = scalar(body, TInt64.class);
          Placeholder<TFloat32> variation =
              body.placeholder(TFloat32.class, Placeholder.shape(Shape.of(Variation.SIZE)));
          Signature.Builder signature =
              Signature.builder()
                  .key("decode")
                  .input("a_number", number)
                  .input("b_label", label)
                  .input("c_variation", variation);
          Decoding decoding = new Decoding(body, config);
          Operand<TFloat32> rgb = decoding.toRgb(pixels(body, decoding, signature));
          return signature
              .output("a_number", body.identity(number))
              .output("b_label", body.identity(label))
              .output(IMAGE, decoding.fit(rgb, variation))
              .build();
        });
  }

  /** The image of the one sample that is fed. */
  final Operand<?> single(ConcreteFunction decoding) {
    List<Operand<?>> arguments = new ArrayList<>();
    for (Operand<?> place : vectors()) {
      arguments.add(
          tf.reshape(
              (Operand<? extends TType>) place, tf.constant(place.shape().tail().asArray())));
    }
    arguments.addAll(captured());
    Map<String, Operand<?>> named = new LinkedHashMap<>();
    for (String name : new TreeSet<>(decoding.signature().inputNames())) {
      named.put(name, arguments.get(named.size()));
    }
    return tf.call(decoding, named).get(IMAGE);
  }

  final Fed feed(Session.Runner runner, ImageSet images, SamplePlan plan, long[] samples) {
    int count = samples.length;
    long[] label = new long[count];
    float[] variation = new float[count * Variation.SIZE];
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      int index = plan.index(samples[i]);
      label[i] = images.label(index);
      rows[i] = index;
      plan.variation(samples[i]).copyTo(variation, i * Variation.SIZE);
    }
    Fed fed = new Fed(runner, new ArrayList<>());
    fed.add(numbers, TInt64.vectorOf(samples));
    fed.add(labels, TInt64.vectorOf(label));
    fed.add(
        variations, TFloat32.tensorOf(Shape.of(count, Variation.SIZE), DataBuffers.of(variation)));
    feed(fed, rows);
    return fed;
  }

  /** What is fed besides. */
  abstract List<Operand<?>> places();

  /** What the decoding needs of the whole range. */
  abstract List<Operand<?>> captured();

  abstract void feed(Fed fed, int[] rows);

  /** The pixels of a place, whose inputs it declares. */
  abstract Operand<TUint8> pixels(Ops body, Decoding decoding, Signature.Builder signature);

  static <T extends TType> Placeholder<T> scalar(Ops tf, Class<T> type) {
    return tf.placeholder(type, Placeholder.shape(Shape.scalar()));
  }
}
