package org.maskgit.transformer;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.family.TFloating;

/**
 * Queries, keys and values of all heads: three dense layers of the same rows. In bfloat16, weights
 * that stay as they are loaded become one layer of three times the width, the same products in
 * fewer and larger pieces; in float32 that gains nothing. The kernels are stored per head, {@code
 * [hidden, heads, head]}, and used as matrices.
 *
 * @param query [batch, heads, positions, head]
 * @param key of the same shape
 * @param value of the same shape
 */
record QueryKeyValue<T extends TFloating>(Operand<T> query, Operand<T> key, Operand<T> value) {
  private static final ImmutableList<String> NAMES = ImmutableList.of("query", "key", "value");
  private static final String KERNEL = "kernel";
  private static final String BIAS = "bias";

  /** One of the three layers. */
  private record Projection<T extends TFloating>(
      ModuleScope module, Operand<T> kernel, Operand<T> bias) { // [hidden, hidden], [hidden]

    static <T extends TFloating> Projection<T> of(
        ModuleScope module, TransformerConfig config, Class<T> type) {
      Ops tf = module.tf();
      int hidden = config.hiddenSize();
      Operand<T> kernel = module.parameter(KERNEL, type, hidden, config.heads(), config.headSize());
      Operand<T> bias = module.parameter(BIAS, type, config.heads(), config.headSize());
      return new Projection<>(
          module,
          tf.reshape(kernel, tf.constant(new int[] {hidden, hidden})),
          tf.reshape(bias, tf.constant(new int[] {hidden})));
    }
  }

  static <T extends TFloating> QueryKeyValue<T> of(
      ModuleScope scope, TransformerConfig config, Operand<T> x) { // [rows, hidden]
    List<Projection<T>> layers =
        NAMES.stream().map(name -> Projection.of(scope.module(name), config, x.type())).toList();
    return scope.isInference() && x.type() == TBfloat16.class
        ? together(scope, config, x, layers)
        : apart(scope, config, x, layers);
  }

  private static <T extends TFloating> QueryKeyValue<T> together(
      ModuleScope scope, TransformerConfig config, Operand<T> x, List<Projection<T>> layers) {
    Ops tf = scope.tf();
    Operand<T> kernel = // [hidden, 3 hidden]
        scope.derivedInPlaceOf(
            keys(KERNEL),
            "query_key_value_kernel",
            tf.concat(layers.stream().map(Projection::kernel).toList(), tf.constant(1)));
    Operand<T> bias = // [3 hidden]
        scope.derivedInPlaceOf(
            keys(BIAS),
            "query_key_value_bias",
            tf.concat(layers.stream().map(Projection::bias).toList(), tf.constant(0)));
    Operand<T> rows = Layers.dense(scope, x, kernel, bias); // [rows, 3 hidden]
    Iterator<Operand<T>> outputs = tf.split(tf.constant(1), rows, 3L).iterator();
    layers.forEach(layer -> layer.module().output(outputs.next()));

    int[] shape = {-1, config.positions(), 3, config.heads(), config.headSize()};
    Operand<T> byHead = // [3, batch, heads, positions, head]
        tf.linalg.transpose(
            tf.reshape(rows, tf.constant(shape)), tf.constant(new int[] {2, 0, 3, 1, 4}));
    return of(tf.unstack(byHead, 3L).output());
  }

  private static ImmutableList<String> keys(String parameter) {
    return NAMES.stream()
        .map(name -> name + "/" + parameter)
        .collect(ImmutableList.toImmutableList());
  }

  private static <T extends TFloating> QueryKeyValue<T> apart(
      ModuleScope scope, TransformerConfig config, Operand<T> x, List<Projection<T>> layers) {
    Ops tf = scope.tf();
    int[] shape = {-1, config.positions(), config.heads(), config.headSize()};
    List<Operand<T>> byHead = new ArrayList<>(); // [batch, heads, positions, head] each
    for (Projection<T> layer : layers) {
      Operand<T> rows = Layers.dense(scope, x, layer.kernel(), layer.bias()); // [rows, hidden]
      byHead.add(
          tf.linalg.transpose(
              tf.reshape(layer.module().output(rows), tf.constant(shape)),
              tf.constant(new int[] {0, 2, 1, 3})));
    }
    return of(byHead);
  }

  private static <T extends TFloating> QueryKeyValue<T> of(List<? extends Operand<T>> parts) {
    return new QueryKeyValue<>(parts.get(0), parts.get(1), parts.get(2));
  }
}
