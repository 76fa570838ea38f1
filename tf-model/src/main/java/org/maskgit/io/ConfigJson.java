package org.maskgit.io;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Configuration records as JSON, strictly: an unknown key is an error that names the nearest known
 * one, and a wrong value says what was expected. The components of a record are int, long, double,
 * boolean, String, an enum (in lower case, with hyphens) or again such a record.
 */
public final class ConfigJson {
  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();

  private ConfigJson() {}

  /**
   * Parses a JSON object.
   *
   * @param json the text
   * @param source what to call it in errors, such as the file's name
   * @return the object
   * @throws DataException if the text is no JSON object
   */
  public static JsonObject parse(String json, String source) {
    try {
      JsonElement tree = JsonParser.parseString(json);
      if (tree.isJsonObject()) {
        return tree.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw new DataException(
          "%s: expected JSON, found an error: %s; mend the file.".formatted(source, e.getMessage()),
          e);
    }
    throw new DataException("%s: expected a JSON object {...}; mend the file.".formatted(source));
  }

  /**
   * Takes a key out of an object whose value names one of several things.
   *
   * @param tree the object; the key is removed
   * @param key the key
   * @param choices the names
   * @param otherwise the name if the key is not there
   * @param source what to call the object in errors
   * @return one of the choices
   * @throws DataException if the value is none of them
   */
  public static String takeChoice(
      JsonObject tree, String key, Collection<String> choices, String otherwise, String source) {
    if (!tree.has(key)) {
      return otherwise;
    }
    String found = string(tree.remove(key), source + ": " + key);
    if (!choices.contains(found)) {
      throw new DataException(
          "%s: expected %s to be one of %s, found \"%s\"; did you mean \"%s\"?"
              .formatted(source, key, choices, found, nearest(found, choices)));
    }
    return found;
  }

  /**
   * Reads a record.
   *
   * @param tree the object; keys that it lacks have the default's value
   * @param defaults the default
   * @param type the record's class
   * @param source what to call the object in errors
   * @param <T> the record
   * @return the record
   * @throws DataException if a key is unknown, a value is of another kind, or the record refuses it
   */
  public static <T extends Record> T read(
      JsonObject tree, T defaults, Class<T> type, String source) {
    return type.cast(record(tree, defaults, source));
  }

  private static Record record(JsonObject tree, Record defaults, String place) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (String key : tree.keySet()) {
      if (!names.contains(key)) {
        throw new DataException(
            "%s: expected one of the keys %s, found \"%s\"; did you mean \"%s\"?"
                .formatted(place, names, key, nearest(key, names)));
      }
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      Object value = get(defaults, components[i]);
      JsonElement element = tree.get(names.get(i));
      values[i] = element == null ? value : value(element, value, place + ": " + names.get(i));
    }
    return construct(defaults.getClass(), components, values, place);
  }

  private static Object value(JsonElement element, Object like, String place) {
    if (like instanceof Record nested) {
      if (!element.isJsonObject()) {
        throw wrong(place, "an object {...}", element);
      }
      return record(element.getAsJsonObject(), nested, place);
    }
    if (like instanceof Enum<?> constant) {
      return constant(element, constant, place);
    }
    if (like instanceof Boolean) {
      if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
        throw wrong(place, "true or false", element);
      }
      return element.getAsBoolean();
    }
    return like instanceof String ? string(element, place) : number(element, like, place);
  }

  private static Object number(JsonElement element, Object like, String place) {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isNumber()) {
      throw wrong(place, "a number", element);
    }
    if (like instanceof Double) {
      return element.getAsDouble();
    }
    try {
      BigDecimal exact = element.getAsBigDecimal();
      return like instanceof Integer ? (Object) exact.intValueExact() : exact.longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(place, "a whole number", element);
    }
  }

  private static String string(JsonElement element, String place) {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw wrong(place, "a text in quotes", element);
    }
    return element.getAsString();
  }

  private static Object constant(JsonElement element, Enum<?> like, String place) {
    String found = string(element, place);
    Enum<?>[] constants = like.getDeclaringClass().getEnumConstants();
    for (Enum<?> constant : constants) {
      if (EnumNames.of(constant).equals(found)) {
        return constant;
      }
    }
    List<String> names = Arrays.stream(constants).map(EnumNames::of).toList();
    throw new DataException(
        "%s: expected one of %s, found \"%s\"; did you mean \"%s\"?"
            .formatted(place, names, found, nearest(found, names)));
  }

  private static DataException wrong(String place, String expected, JsonElement found) {
    return new DataException(
        "%s: expected %s, found %s; mend it.".formatted(place, expected, found));
  }

  private static String nearest(String found, Collection<String> names) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return names.stream()
        .min(Comparator.comparingInt(name -> distance.apply(found, name)))
        .orElseThrow();
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("expected a public record, found " + record, e);
    }
  }

  private static Record construct(
      Class<? extends Record> type, RecordComponent[] components, Object[] values, String place) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new DataException("%s: %s.".formatted(place, e.getCause().getMessage()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("expected a public record, found " + type, e);
    }
  }

  /**
   * Writes a record.
   *
   * @param record the record
   * @return an object with every key, on lines of its own
   */
  public static String write(Record record) {
    return PRETTY.toJson(tree(record)) + "\n";
  }

  private static JsonObject tree(Record record) {
    JsonObject tree = new JsonObject();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = get(record, component);
      String key = component.getName();
      if (value instanceof Record nested) {
        tree.add(key, tree(nested));
      } else if (value instanceof Enum<?> constant) {
        tree.addProperty(key, EnumNames.of(constant));
      } else if (value instanceof Number number) {
        tree.addProperty(key, number);
      } else if (value instanceof Boolean flag) {
        tree.addProperty(key, flag);
      } else {
        tree.addProperty(key, String.valueOf(value));
      }
    }
    return tree;
  }
}
