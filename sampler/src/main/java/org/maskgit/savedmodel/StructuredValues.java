package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Collection;
import java.util.Map;
import org.tensorflow.proto.Struct.DictValue;
import org.tensorflow.proto.Struct.ListValue;
import org.tensorflow.proto.Struct.NamedTupleValue;
import org.tensorflow.proto.Struct.NoneValue;
import org.tensorflow.proto.Struct.PairValue;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.Struct.TupleValue;
import org.tensorflow.proto.TensorInfo;

/** Python's values as a SavedModel spells them. */
final class StructuredValues {
  static final StructuredValue NONE =
      StructuredValue.newBuilder().setNoneValue(NoneValue.getDefaultInstance()).build();
  static final StructuredValue EMPTY_TUPLE = tuple();
  static final StructuredValue EMPTY_DICT = dict(Map.of());

  private StructuredValues() {}

  /** A dict of tensor specifications. */
  static StructuredValue dict(Map<String, TensorInfo> tensors) {
    DictValue.Builder dict = DictValue.newBuilder();
    tensors.forEach((name, info) -> dict.putFields(name, spec(name, info)));
    return StructuredValue.newBuilder().setDictValue(dict).build();
  }

  /** A tuple of tensor specifications, in alphabetical order. */
  static StructuredValue tuple(Map<String, TensorInfo> tensors) {
    return tuple(
        ImmutableSortedMap.copyOf(tensors).entrySet().stream()
            .map(entry -> spec(entry.getKey(), entry.getValue()))
            .toArray(StructuredValue[]::new));
  }

  static StructuredValue tuple(StructuredValue... values) {
    TupleValue.Builder tuple = TupleValue.newBuilder();
    for (StructuredValue value : values) {
      tuple.addValues(value);
    }
    return StructuredValue.newBuilder().setTupleValue(tuple).build();
  }

  private static StructuredValue spec(String name, TensorInfo info) {
    return StructuredValue.newBuilder()
        .setTensorSpecValue(
            TensorSpecProto.newBuilder()
                .setName(name)
                .setShape(info.getTensorShape())
                .setDtype(info.getDtype()))
        .build();
  }

  /** {@code inspect.FullArgSpec} of a function without defaults. */
  static StructuredValue fullArgSpec(Collection<String> arguments, Collection<String> keywords) {
    NamedTupleValue.Builder spec = NamedTupleValue.newBuilder().setName("FullArgSpec");
    add(spec, "args", strings(arguments));
    add(spec, "varargs", NONE);
    add(spec, "varkw", NONE);
    add(spec, "defaults", NONE);
    add(spec, "kwonlyargs", strings(keywords));
    add(spec, "kwonlydefaults", NONE);
    add(spec, "annotations", EMPTY_DICT);
    return StructuredValue.newBuilder().setNamedTupleValue(spec).build();
  }

  private static void add(NamedTupleValue.Builder spec, String name, StructuredValue value) {
    spec.addValues(PairValue.newBuilder().setKey(name).setValue(value));
  }

  private static StructuredValue strings(Collection<String> values) {
    ListValue.Builder list = ListValue.newBuilder();
    values.forEach(value -> list.addValues(StructuredValue.newBuilder().setStringValue(value)));
    return StructuredValue.newBuilder().setListValue(list).build();
  }
}
