package org.maskgit.data;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.io.ParseSingleExample;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The beginning of a pipeline: the samples of a range, fed as [count] numbers, labels, variations
 * and places, and the function that makes an image of each.
 */
abstract class SampleFeed {
  private final Ops tf;
  private final Placeholder<TInt64> numbers;
  private final Placeholder<TInt64> labels;
  private final Placeholder<TFloat32> variations;

  private SampleFeed(Ops tf) {
    this.tf = tf;
    this.numbers = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    this.labels = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    this.variations =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, Variation.SIZE)));
  }

  static SampleFeed of(Ops tf, ImageStore store) {
    if (store instanceof ImageStore.Files files) {
      return new OfFiles(tf, files);
    }
    if (store instanceof ImageStore.Records records) {
      return new OfRecords(tf, records);
    }
    return new OfPixels(tf, (ImageStore.Pixels) store);
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
    List<Operand<?>> components = new ArrayList<>(List.of(numbers, labels, variations));
    components.addAll(places());
    List<Shape> shapes =
        new ArrayList<>(List.of(Shape.scalar(), Shape.scalar(), Shape.of(Variation.SIZE)));
    places().forEach(place -> shapes.add(place.shape().tail()));
    return tf.data.tensorSliceDataset(components, shapes);
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
              .output("c_image", decoding.fit(rgb, variation))
              .build();
        });
  }

  final Fed feed(Session.Runner runner, ImageSet images, SamplePlan plan, long first, int count) {
    long[] number = new long[count];
    long[] label = new long[count];
    float[] variation = new float[count * Variation.SIZE];
    int[] rows = new int[count];
    for (int i = 0; i < count; i++) {
      number[i] = first + i;
      int index = plan.index(number[i]);
      label[i] = images.label(index);
      rows[i] = index;
      plan.variation(number[i]).copyTo(variation, i * Variation.SIZE);
    }
    Fed fed = new Fed(runner, new ArrayList<>());
    fed.add(numbers, TInt64.vectorOf(number));
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

  private static <T extends TType> Placeholder<T> scalar(Ops tf, Class<T> type) {
    return tf.placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  /** Files are read whole. */
  private static final class OfFiles extends SampleFeed {
    private final ImageStore.Files store;
    private final Placeholder<TString> paths;

    OfFiles(Ops tf, ImageStore.Files store) {
      super(tf);
      this.store = store;
      this.paths = tf.placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    }

    @Override
    List<Operand<?>> places() {
      return List.of(paths);
    }

    @Override
    List<Operand<?>> captured() {
      return List.of();
    }

    @Override
    void feed(Fed fed, int[] rows) {
      String[] names = new String[rows.length];
      for (int i = 0; i < rows.length; i++) {
        names[i] = store.files().get(rows[i]).toString();
      }
      fed.add(paths, TString.vectorOf(names));
    }

    @Override
    Operand<TUint8> pixels(Ops body, Decoding decoding, Signature.Builder signature) {
      Placeholder<TString> path = scalar(body, TString.class);
      signature.input("d_path", path);
      return decoding.decode(body.io.readFile(path));
    }
  }

  /** A record is read as the one record of fixed length between two parts that are skipped. */
  private static final class OfRecords extends SampleFeed {
    private final ImageStore.Records store;
    private final Placeholder<TString> paths;
    private final Placeholder<TInt64> spans;

    OfRecords(Ops tf, ImageStore.Records store) {
      super(tf);
      this.store = store;
      this.paths = tf.placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
      this.spans = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1, 3)));
    }

    @Override
    List<Operand<?>> places() {
      return List.of(paths, spans);
    }

    @Override
    List<Operand<?>> captured() {
      return List.of();
    }

    @Override
    void feed(Fed fed, int[] rows) {
      String[] names = new String[rows.length];
      long[][] span = new long[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        int owner = store.owners()[rows[i]];
        long offset = store.offsets()[rows[i]];
        long length = store.lengths()[rows[i]];
        names[i] = store.files().get(owner).toString();
        span[i] = new long[] {offset, length, store.fileSizes()[owner] - offset - length};
      }
      fed.add(paths, TString.vectorOf(names));
      fed.add(spans, TInt64.tensorOf(StdArrays.ndCopyOf(span)));
    }

    @Override
    Operand<TUint8> pixels(Ops body, Decoding decoding, Signature.Builder signature) {
      Placeholder<TString> path = scalar(body, TString.class);
      Placeholder<TInt64> span = body.placeholder(TInt64.class, Placeholder.shape(Shape.of(3)));
      signature.input("d_path", path).input("e_span", span);
      List<Class<? extends TType>> types = List.of(TString.class);
      List<Shape> shapes = List.of(Shape.scalar());
      Operand<? extends TType> file =
          body.data.fixedLengthRecordDataset(
              body.reshape(path, body.constant(new int[] {1})),
              part(body, span, 0),
              part(body, span, 1),
              part(body, span, 2),
              body.constant(0L),
              body.constant(""));
      Operand<TString> record =
          body.reshape(
              asString(body.data.datasetToSingleElement(file, types, shapes).components().get(0)),
              body.constant(new int[0]));
      ParseSingleExample example =
          body.io.parseSingleExample(
              record,
              List.of(body.constant("")),
              0L,
              List.of(),
              List.of(TfRecords.ENCODED),
              List.of(),
              shapes);
      return decoding.decode(asString(example.denseValues().get(0)));
    }

    private static Operand<TInt64> part(Ops tf, Operand<TInt64> span, int index) {
      return tf.reshape(
          tf.slice(span, tf.constant(new int[] {index}), tf.constant(new int[] {1})),
          tf.constant(new int[0]));
    }

    @SuppressWarnings("unchecked") // the dataset and the example hold strings
    private static Operand<TString> asString(Operand<?> value) {
      return (Operand<TString>) value;
    }
  }

  /** Samples in memory are fed whole and picked by their row. */
  private static final class OfPixels extends SampleFeed {
    private final ImageStore.Pixels store;
    private final Placeholder<TInt64> picked;
    private final Placeholder<TUint8> all;

    OfPixels(Ops tf, ImageStore.Pixels store) {
      super(tf);
      this.store = store;
      this.picked = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
      this.all = tf.placeholder(TUint8.class, Placeholder.shape(shape(-1)));
    }

    private Shape shape(long count) {
      return Shape.of(count, store.height(), store.width(), store.channels());
    }

    @Override
    List<Operand<?>> places() {
      return List.of(picked);
    }

    @Override
    List<Operand<?>> captured() {
      return List.of(all);
    }

    @Override
    void feed(Fed fed, int[] rows) {
      long[] wide = new long[rows.length];
      for (int i = 0; i < rows.length; i++) {
        wide[i] = rows[i];
      }
      fed.add(picked, TInt64.vectorOf(wide));
      long count = store.samples().length / shape(1).size();
      fed.add(all, TUint8.tensorOf(shape(count), DataBuffers.of(store.samples(), true, false)));
    }

    @Override
    Operand<TUint8> pixels(Ops body, Decoding decoding, Signature.Builder signature) {
      Placeholder<TInt64> row = scalar(body, TInt64.class);
      Placeholder<TUint8> samples = body.placeholder(TUint8.class, Placeholder.shape(shape(-1)));
      signature.input("d_row", row).input("e_samples", samples);
      return body.gather(samples, row, body.constant(0));
    }
  }
}
