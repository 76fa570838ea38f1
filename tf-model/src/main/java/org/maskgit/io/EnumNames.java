package org.maskgit.io;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of constants as they are typed and written: lower case, with hyphens. */
public final class EnumNames {
  private EnumNames() {}

  /**
   * Names a constant.
   *
   * @param constant such as {@code PER_IMAGE}
   * @return such as {@code per-image}
   */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a constant by its name.
   *
   * @param type the constants' class
   * @param name what {@link #of} gives
   * @return the constant
   * @param <E> the constants' class
   * @throws IllegalArgumentException if there is none of that name; says all names
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String name) {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> of(constant).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected %s, found %s".formatted(all(constants), name)));
  }

  /** The names as one says them: {@code a, b or c}. */
  private static String all(Enum<?>[] constants) {
    String listed = Arrays.stream(constants).map(EnumNames::of).collect(Collectors.joining(", "));
    int last = listed.lastIndexOf(", ");
    return last < 0 ? listed : listed.substring(0, last) + " or " + listed.substring(last + 2);
  }
}
