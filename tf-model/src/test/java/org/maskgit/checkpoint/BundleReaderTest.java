package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;

class BundleReaderTest {
  private static final String VALUE = "/.ATTRIBUTES/VARIABLE_VALUE";

  @TempDir private Path folder;

  private Checkpoint written(Bundles.Content content) {
    Path prefix = folder.resolve("model");
    Bundles.write(prefix, content);
    return Checkpoint.open(prefix);
  }

  private static Operand<?> halves(Ops tf) {
    return tf.dtypes.cast(tf.constant(new float[][] {{1.5f, -2}}), TBfloat16.class);
  }

  @Test
  void readsWhatTensorFlowWrote() {
    Checkpoint checkpoint =
        written(
            tf ->
                ImmutableMap.of(
                    "b/kernel", tf.constant(new float[][] {{1, 2, 3}, {4, 5, 6}}),
                    "a/scale", halves(tf),
                    "a/half", tf.dtypes.cast(tf.constant(0.25f), TFloat16.class),
                    "step", tf.constant(7L)));
    assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.TENSORFLOW);
    assertThat(checkpoint.tensors().keySet())
        .containsExactly("a/half", "a/scale", "b/kernel", "step");
    assertThat(checkpoint.tensor("b/kernel").spec())
        .isEqualTo(TensorSpec.float32("b/kernel", 2, 3));
    assertThat(checkpoint.tensor("b/kernel").floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(checkpoint.tensor("a/scale").dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(checkpoint.tensor("a/scale").floats()).containsExactly(1.5f, -2);
    assertThat(checkpoint.tensor("a/half").shape()).isEqualTo(Shape.scalar());
    assertThat(checkpoint.tensor("a/half").floats()).containsExactly(0.25f);
    assertThat(checkpoint.tensor("step").bytes().getLong()).isEqualTo(7);
  }

  @Test
  void findsTheParametersOfPythonObjects() {
    Checkpoint checkpoint =
        written(
            tf ->
                ImmutableMap.of(
                    "params/Dense_0/kernel" + VALUE,
                    tf.constant(new float[] {1}),
                    "params/Dense_0/kernel/.OPTIMIZER_SLOT/optimizer/m" + VALUE,
                    tf.constant(2f),
                    "step" + VALUE,
                    tf.constant(3L),
                    "save_counter" + VALUE,
                    tf.constant(4L),
                    "_CHECKPOINTABLE_OBJECT_GRAPH",
                    tf.constant("graph")));
    assertThat(checkpoint.tensors().keySet()).containsExactly("Dense_0/kernel");
  }

  @Test
  void slashesAndDotsOfDictionaryKeysAreWhatTheyWere() {
    Checkpoint checkpoint =
        written(
            tf ->
                ImmutableMap.of(
                    "p/Dense_0.Skernel" + VALUE, tf.constant(1f),
                    "p/a..b...S" + VALUE, tf.constant(2f)));
    assertThat(checkpoint.tensors().keySet()).containsExactly("p/Dense_0/kernel", "p/a.b./");
  }

  @Test
  void ofTheTwoKindsOfKeyThePlainOneCounts() {
    Checkpoint checkpoint =
        written(
            tf ->
                ImmutableMap.of("w/kernel" + VALUE, tf.constant(1f), "w/kernel", tf.constant(2f)));
    assertThat(checkpoint.tensors().keySet()).containsExactly("w/kernel");
    assertThat(checkpoint.tensor("w/kernel").floats()).containsExactly(2);
  }

  @Test
  void manyKeysFillSeveralBlocks() {
    Checkpoint checkpoint =
        written(
            tf -> {
              Map<String, Operand<?>> values = new LinkedHashMap<>();
              for (int i = 0; i < 2_000; i++) {
                values.put(i + "/long/name".repeat(30), tf.constant(i));
              }
              return values;
            });
    assertThat(checkpoint.tensors()).hasSize(2_000);
    checkpoint
        .tensors()
        .forEach((name, tensor) -> assertThat(name).startsWith(tensor.bytes().getInt() + "/"));
  }

  @Test
  void everyPathOfACheckpointMeansIt() throws Exception {
    Path prefix = folder.resolve("variables").resolve("variables");
    Files.createDirectory(prefix.getParent());
    Bundles.write(prefix, tf -> ImmutableMap.of("w", tf.constant(1f)));
    Path graph = Files.createFile(folder.resolve("saved_model.pb"));
    Path index = prefix.resolveSibling("variables.index");
    Path data = prefix.resolveSibling("variables.data-00000-of-00001");
    for (Path path : new Path[] {folder, prefix, index, data}) {
      assertThat(Checkpoint.open(path).tensor("w").floats()).containsExactly(1);
      assertThat(Checkpoint.open(path).name()).isEqualTo(path.toString());
      assertThat(Checkpoint.files(path)).endsWith(index, data);
    }
    assertThat(Checkpoint.files(prefix)).hasSize(2);
    assertThat(Checkpoint.files(folder)).hasSize(3).startsWith(graph);
    Path renamed = Files.move(index, folder.resolve("renamed"));
    assertThatThrownBy(() -> Checkpoint.open(renamed))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected its name to end with .index");
  }

  @Test
  void numbersOfOtherTypesAreRefusedByName() {
    assertThatThrownBy(() -> written(tf -> ImmutableMap.of("z", unsigned(tf))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a type we know at z, found elements of type DT_UINT16");
  }

  private static Operand<?> unsigned(Ops tf) {
    return tf.scope()
        .env()
        .opBuilder("Cast", "unsigned", tf.scope())
        .addInput(tf.constant(1).asOutput())
        .setAttr("DstT", DataType.DT_UINT16)
        .build()
        .output(0);
  }

  @Test
  void aCheckpointWithoutNumbersIsRefused() {
    assertThatThrownBy(() -> written(tf -> ImmutableMap.of("s", tf.constant("text"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no arrays");
  }
}
