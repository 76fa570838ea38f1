package org.maskgit.data;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.util.List;
import java.util.Optional;
import org.maskgit.graph.Device;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.data.IgnoreErrorsDataset;
import org.tensorflow.op.data.Iterator;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.op.data.ParallelMapDataset;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * One tf.data pipeline: samples → decode in parallel, in order → leave out what can't be decoded →
 * batch → prefetch. The graph is built once; other samples only feed it.
 */
final class ImagePipeline implements AutoCloseable {
  private static final long AUTOTUNE = -1;
  private static final long PREFETCH = 2;
  private static final List<Class<? extends TType>> TYPES =
      List.of(TInt64.class, TInt64.class, TFloat32.class);

  private final ImageSet images;
  private final SamplePlan plan;
  private final SampleFeed feed;
  private final Graph graph = new Graph();
  private final Session session;
  private final Op start;
  private final List<Output<?>> batch;
  private final Operand<?> single;
  private Optional<Result> current = Optional.empty();

  private ImagePipeline(ImageSet images, ImageBatchConfig config, SamplePlan plan) {
    this.images = images;
    this.plan = plan;
    Ops tf = Ops.create(graph);
    this.feed = SampleFeed.of(tf, images.store());
    ConcreteFunction decode = feed.decoding(config);
    int size = config.imageSize();
    List<Shape> one = List.of(Shape.scalar(), Shape.scalar(), Shape.of(size, size, 3));
    List<Shape> many = List.of(Shape.of(-1), Shape.of(-1), Shape.of(-1, size, size, 3));
    Operand<? extends TType> data = feed.dataset();
    data =
        tf.data.parallelMapDataset(
            data,
            feed.captured(),
            tf.constant(config.threads() == 0 ? AUTOTUNE : config.threads()),
            decode,
            TYPES,
            one,
            ParallelMapDataset.deterministic("true"));
    data = tf.data.ignoreErrorsDataset(data, TYPES, one, IgnoreErrorsDataset.logWarning(false));
    Operand<TInt64> batchSize = tf.constant((long) config.batchSize());
    data = tf.data.batchDataset(data, batchSize, tf.constant(false), TYPES, many);
    data = tf.data.prefetchDataset(data, tf.constant(PREFETCH), TYPES, many);
    Iterator iterator = tf.data.iterator("", "", TYPES, many);
    this.start = tf.data.makeIterator(data, iterator);
    IteratorGetNext next = tf.data.iteratorGetNext(iterator, TYPES, many);
    this.batch = next.components();
    this.single = feed.single(decode);
    this.session = Device.CPU.open(graph);
  }

  /** Builds the pipeline; nothing is read before {@link #start}. */
  static ImagePipeline open(ImageSet images, ImageBatchConfig config, SamplePlan plan) {
    return new ImagePipeline(images, config, plan);
  }

  /** Begins to read samples, at least one, whose numbers rise. */
  void start(long[] samples) {
    try (SampleFeed.Fed fed = feed.feed(session.runner(), images, plan, samples)) {
      fed.runner().addTarget(start).run().close();
    }
  }

  /** Reads a sample by itself; throws what hinders it from being decoded. */
  void requireWhole(long sample) {
    try (SampleFeed.Fed fed = feed.feed(session.runner(), images, plan, new long[] {sample})) {
      fed.runner().fetch(single).run().close();
    }
  }

  /** The next batch, the last one perhaps smaller, or none at the end. */
  Optional<ImageBatch> next() {
    release();
    try {
      Result result =
          session.runner().fetch(batch.get(0)).fetch(batch.get(1)).fetch(batch.get(2)).run();
      current = Optional.of(result);
      long[] samples = longs((TInt64) result.get(0));
      int[] labels = new int[samples.length];
      long[] wide = longs((TInt64) result.get(1));
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (int) wide[i];
      }
      return Optional.of(
          new ImageBatch(
              (TFloat32) result.get(2),
              ImmutableIntArray.copyOf(labels),
              ImmutableLongArray.copyOf(samples)));
    } catch (TFOutOfRangeException e) {
      return Optional.empty();
    }
  }

  private static long[] longs(TInt64 tensor) {
    long[] values = new long[(int) tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getLong(i);
    }
    return values;
  }

  private void release() {
    current.ifPresent(Result::close);
    current = Optional.empty();
  }

  @Override
  public void close() {
    release();
    session.close();
    graph.close();
  }
}
