package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A SavedModel loaded again. */
final class Exported implements AutoCloseable {
  private static final Gson GSON = new Gson();

  private final SavedModelBundle bundle;

  private Exported(SavedModelBundle bundle) {
    this.bundle = bundle;
  }

  static Exported load(Path folder) {
    return new Exported(SavedModelBundle.load(folder.toString(), "serve"));
  }

  SavedModelBundle bundle() {
    return bundle;
  }

  /** Starts a call of a signature. */
  Call call(String signature) {
    return new Call(signature);
  }

  /** A signature and what it is given; runs once. */
  final class Call {
    private final String signature;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();

    private Call(String signature) {
      this.signature = signature;
    }

    Call ints(String name, Shape shape, int... values) {
      inputs.put(name, TInt32.tensorOf(shape, DataBuffers.of(values)));
      return this;
    }

    Call floats(String name, Shape shape, float... values) {
      inputs.put(name, TFloat32.tensorOf(shape, DataBuffers.of(values)));
      return this;
    }

    /** What every sampling signature takes. */
    Call request(int[] labels, int[] key, int steps) {
      return ints("label", Shape.of(labels.length), labels)
          .ints("key", Shape.of(2), key)
          .ints("steps", Shape.scalar(), steps)
          .floats("choice_temperature", Shape.scalar(), 4.5f);
    }

    /** Runs and says what went in and came out. */
    JsonObject describe() {
      JsonObject json = new JsonObject();
      json.add("inputs", Exported.describe(inputs));
      try (Result result = bundle.function(signature).call(inputs)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        result.forEach(entry -> outputs.put(entry.getKey(), entry.getValue()));
        json.add("outputs", Exported.describe(outputs));
        return json;
      } finally {
        inputs.values().forEach(Tensor::close);
      }
    }

    Outputs run() {
      try (Result result = bundle.function(signature).call(inputs)) {
        ImmutableMap.Builder<String, Object> outputs = ImmutableMap.builder();
        result.forEach(entry -> outputs.put(entry.getKey(), values(entry.getValue())));
        return new Outputs(outputs.buildOrThrow());
      } finally {
        inputs.values().forEach(Tensor::close);
      }
    }
  }

  /** Type, shape and numbers of tensors, for Python to read. */
  private static JsonObject describe(Map<String, ? extends Tensor> tensors) {
    JsonObject all = new JsonObject();
    tensors.forEach(
        (name, tensor) -> {
          JsonObject json = new JsonObject();
          json.addProperty("dtype", tensor instanceof TInt32 ? "int32" : "float32");
          json.add("shape", GSON.toJsonTree(tensor.shape().asArray()));
          json.add("values", GSON.toJsonTree(values(tensor)));
          all.add(name, json);
        });
    return all;
  }

  private static Object values(Tensor tensor) {
    int size = Math.toIntExact(tensor.shape().size());
    if (tensor instanceof TInt32 ints) {
      int[] values = new int[size];
      ints.copyTo(DataBuffers.of(values));
      return values;
    }
    float[] values = new float[size];
    ((TFloat32) tensor).copyTo(DataBuffers.of(values));
    return values;
  }

  /** What a call gave, flat. */
  record Outputs(ImmutableMap<String, Object> values) {
    int[] ints(String name) {
      return (int[]) values.get(name);
    }

    float[] floats(String name) {
      return (float[]) values.get(name);
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
