package org.maskgit.data;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.io.ParseSingleExample;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** A record is read as the one record of fixed length between two parts that are skipped. */
final class RecordFeed extends SampleFeed {
  private final ImageStore.Records store;
  private final Placeholder<TString> paths;
  private final Placeholder<TInt64> spans;

  RecordFeed(Ops tf, ImageStore.Records store) {
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
