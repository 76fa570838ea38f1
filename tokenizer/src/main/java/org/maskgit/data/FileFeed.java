package org.maskgit.data;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Files are read whole. */
final class FileFeed extends SampleFeed {
  private final ImageStore.Files store;
  private final Placeholder<TString> paths;

  FileFeed(Ops tf, ImageStore.Files store) {
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
