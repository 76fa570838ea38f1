package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * From the keys of a TensorFlow checkpoint to tensors' names. A checkpoint by name has the names
 * themselves as its keys. One of Python objects has paths of attributes and dictionary keys, with
 * {@code /.ATTRIBUTES/VARIABLE_VALUE} behind them and a slash within a dictionary key written
 * {@code .S}; beside the variables it holds the optimizer's slots and a counter of its own.
 */
final class BundleNames {
  private static final String VALUE = "/.ATTRIBUTES/VARIABLE_VALUE";
  private static final String SLOT = "/.OPTIMIZER_SLOT/";
  private static final String COUNTER = "save_counter";

  private BundleNames() {}

  /**
   * Values by name in the order of the keys. Where one name stands under both kinds of key, the
   * plain one counts: it holds the same numbers.
   */
  static <T> ImmutableMap<String, T> clean(Map<String, T> byKey) {
    Map<String, T> byName = new LinkedHashMap<>();
    byKey.forEach((key, value) -> name(key).ifPresent(name -> byName.putIfAbsent(name, value)));
    byName.replaceAll((name, value) -> byKey.getOrDefault(name, value));
    return ImmutableMap.copyOf(byName);
  }

  private static Optional<String> name(String key) {
    if (!key.endsWith(VALUE)) {
      return Optional.of(key);
    }
    String path = key.substring(0, key.length() - VALUE.length());
    return path.contains(SLOT) || path.equals(COUNTER)
        ? Optional.empty()
        : Optional.of(plain(path));
  }

  /** Undoes the escapes: {@code .S} is a slash, two dots are one. */
  private static String plain(String path) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      boolean escape = path.charAt(i) == '.' && i + 1 < path.length();
      if (escape && path.charAt(i + 1) == 'S') {
        plain.append('/');
        i++;
      } else {
        plain.append(path.charAt(i));
        i += escape && path.charAt(i + 1) == '.' ? 1 : 0;
      }
    }
    return plain.toString();
  }
}
