package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Writes TensorFlow checkpoints through TensorFlow's own {@code SaveV2}, the keys being the
 * tensors' names. It wants all tensors at once, so the weights are in memory once more while it
 * writes.
 */
public final class BundleWriter {
  private final Graph graph;
  private final Ops tf;
  private final List<Tensor> tensors = new ArrayList<>();

  private BundleWriter(Graph graph) {
    this.graph = graph;
    this.tf = Ops.create(graph);
  }

  /**
   * Writes a TensorFlow checkpoint.
   *
   * @param prefix the files' names without {@code .index} and {@code .data-…}, in an existing
   *     folder
   * @param tensors what to write, by their names
   * @param texts scalar strings to write besides, by their keys, such as the tree of objects that
   *     TensorFlow 2 looks for
   * @throws DataException if it can't be written; what was there before stays whole or goes
   */
  public static void write(
      Path prefix, Collection<CheckpointTensor> tensors, Map<String, byte[]> texts) {
    write(new BundleFiles(prefix), tensors, ImmutableMap.copyOf(texts));
  }

  /**
   * Writes into a folder beside the target, then moves the data and the index last. Two files can't
   * be moved in one step: the old index goes first, so that a crash in between leaves no index, and
   * never one whose data are another's.
   */
  private static void write(
      BundleFiles target,
      Collection<CheckpointTensor> tensors,
      ImmutableMap<String, byte[]> texts) {
    Path folder = target.prefix().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new DataException(
          "Can't write %s: expected a folder %s, found none; create it first."
              .formatted(target.prefix(), folder));
    }
    if (Files.isDirectory(target.prefix())) {
      throw new DataException(
          "Can't write %s: expected the beginning of file names, found a folder; name files in it."
              .formatted(target.prefix()));
    }
    try {
      Path temporary = Files.createTempDirectory(folder, "." + target.prefix().getFileName());
      try {
        BundleFiles written = new BundleFiles(temporary.resolve("checkpoint"));
        save(written, ImmutableList.copyOf(tensors), texts);
        Files.deleteIfExists(target.index());
        move(written.data(0, 1), target.data(0, 1));
        move(written.index(), target.index());
      } finally {
        MoreFiles.deleteRecursively(temporary, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException | TensorFlowException | TFInvalidArgumentException e) {
      throw new DataException(
          "Can't write %s: %s; free some space or choose another folder."
              .formatted(target.prefix(), e.getMessage()),
          e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try (FileChannel written = FileChannel.open(from, StandardOpenOption.WRITE)) {
      written.force(true); // else a crash soon after the move may leave an empty file
    }
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void save(
      BundleFiles target,
      ImmutableList<CheckpointTensor> tensors,
      ImmutableMap<String, byte[]> texts) {
    try (Graph graph = new Graph()) {
      BundleWriter writer = new BundleWriter(graph);
      try {
        writer.run(target, tensors, texts);
      } finally {
        writer.tensors.forEach(Tensor::close);
      }
    }
  }

  private void run(
      BundleFiles target,
      ImmutableList<CheckpointTensor> checkpoint,
      ImmutableMap<String, byte[]> texts) {
    List<Placeholder<TUint8>> fed = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<Output<?>> values = new ArrayList<>();
    for (CheckpointTensor tensor : checkpoint) {
      Placeholder<TUint8> bytes =
          tf.placeholder(TUint8.class, Placeholder.shape(byteShape(tensor.spec())));
      fed.add(bytes);
      keys.add(tensor.name());
      values.add(typed(bytes.asOutput(), tensor.dtype()));
    }
    texts.forEach(
        (key, text) -> {
          keys.add(key);
          TString scalar = TString.tensorOfBytes(NdArrays.scalarOfObject(text));
          tensors.add(scalar);
          values.add(tf.constantOf(scalar).asOutput());
        });
    GraphOperation save =
        graph
            .opBuilder("SaveV2", "save", graph.baseScope())
            .addInput(tf.constant(target.prefix().toString()).asOutput())
            .addInput(texts(keys))
            .addInput(texts(Collections.nCopies(keys.size(), "")))
            .addInputList(values.toArray(Output<?>[]::new))
            .build();
    // A GPU has nothing to do here, and would give its memory.
    ConfigProto onCpu = ConfigProto.newBuilder().putDeviceCount("GPU", 0).build();
    try (Session session = new Session(graph, onCpu)) {
      Session.Runner runner = session.runner().addTarget(save);
      for (int i = 0; i < fed.size(); i++) {
        Tensor bytes = bytes(checkpoint.get(i));
        tensors.add(bytes);
        runner.feed(fed.get(i), bytes);
      }
      runner.run().close();
    }
  }

  private Output<TString> texts(List<String> texts) {
    return tf.array(texts.toArray(String[]::new)).asOutput();
  }

  /** The dimensions of a tensor's bytes: those of one element come last. */
  private static Shape byteShape(TensorSpec spec) {
    int width = spec.dtype().bytes();
    return width == 1 ? spec.shape() : spec.shape().append(width);
  }

  /**
   * Bytes as the type that they are. Not all types have a class in TensorFlow Java; what they have
   * in common is their bytes, and the operations take any.
   */
  private Output<?> typed(Output<TUint8> bytes, DType dtype) {
    boolean flags = dtype == DType.BOOL; // which Bitcast doesn't know; 0 and 1 stay what they are
    DataType type = dtype.tensorflowType();
    return graph
        .opBuilder(
            flags ? "Cast" : "Bitcast", graph.baseScope().makeOpName("typed"), graph.baseScope())
        .addInput(bytes)
        .setAttr(flags ? "DstT" : "type", type)
        .build()
        .output(0);
  }

  private static TUint8 bytes(CheckpointTensor tensor) {
    ByteBuffer stored = tensor.bytes();
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    ByteDataBuffer buffer = DataBuffers.of(bytes, true, false);
    return TUint8.tensorOf(byteShape(tensor.spec()), buffer);
  }
}
