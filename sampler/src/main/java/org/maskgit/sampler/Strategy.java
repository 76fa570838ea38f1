package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.maskgit.io.ConfigJson;
import org.maskgit.io.DataException;

/**
 * A number for each step, as AutoNAT searches them (CVPR 2024, arXiv 2406.05478). As JSON it is an
 * object of four arrays with these names; {@code guidance} may be left out.
 *
 * @param ratios the share of the tokens unknown at the start that stays masked after each step but
 *     the last, from 0 to 1
 * @param choiceTemperatures of each step but the last, 0 or more
 * @param samplingTemperatures of each step, above 0
 * @param guidance {@linkplain Guidance w} of each step; empty for none
 */
public record Strategy(
    ImmutableDoubleArray ratios,
    ImmutableDoubleArray choiceTemperatures,
    ImmutableDoubleArray samplingTemperatures,
    ImmutableDoubleArray guidance) {

  /** The name of the published strategy of AutoNAT-L for 8 steps, found for its own model. */
  public static final String AUTONAT_L_T8 = "autonat-l-t8";

  private static final ImmutableList<String> KEYS =
      ImmutableList.of("ratios", "choiceTemperatures", "samplingTemperatures", "guidance");

  /**
   * Checks the numbers.
   *
   * @param ratios from 0 to 1, one less than there are steps
   * @param choiceTemperatures 0 or more, as many
   * @param samplingTemperatures above 0, one for each step
   * @param guidance 0 or more, one for each step, or none
   * @throws IllegalArgumentException if there are too few or too many, or one is out of range
   */
  public Strategy {
    int steps = samplingTemperatures.length();
    Preconditions.checkArgument(steps >= 1, "expected samplingTemperatures, found none");
    require("ratios", ratios, steps - 1, 0, 1);
    require("choiceTemperatures", choiceTemperatures, steps - 1, 0, Float.MAX_VALUE);
    require("samplingTemperatures", samplingTemperatures, steps, Float.MIN_NORMAL, Float.MAX_VALUE);
    require("guidance", guidance, guidance.isEmpty() ? 0 : steps, 0, Float.MAX_VALUE);
  }

  private static void require(
      String name, ImmutableDoubleArray values, int count, float min, float max) {
    Preconditions.checkArgument(
        values.length() == count, "expected %s %s, found %s", count, name, values.length());
    values.forEach(
        value ->
            Preconditions.checkArgument(
                value >= min && value <= max, "%s is out of range in %s", value, name));
  }

  /**
   * Returns the number of steps.
   *
   * @return as many as sampling temperatures
   */
  public int steps() {
    return samplingTemperatures.length();
  }

  /**
   * Reads the strategy that comes with this library.
   *
   * @return the one of {@link #AUTONAT_L_T8}
   */
  public static Strategy autonatL8() {
    String name = AUTONAT_L_T8 + ".json";
    try {
      return parse(
          Resources.toString(Resources.getResource(Strategy.class, name), StandardCharsets.UTF_8),
          name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a strategy.
   *
   * @param json an object of arrays
   * @param source what to call it in errors, such as the file's name
   * @return the strategy
   * @throws DataException if it is no JSON, a key is missing or unknown, or a value is wrong
   */
  public static Strategy parse(String json, String source) {
    JsonObject tree = ConfigJson.parse(json, source);
    for (String key : tree.keySet()) {
      if (!KEYS.contains(key)) {
        throw new DataException(
            "%s: expected the keys %s, found \"%s\".".formatted(source, KEYS, key));
      }
    }
    try {
      return new Strategy(
          numbers(tree, KEYS.get(0)),
          numbers(tree, KEYS.get(1)),
          numbers(tree, KEYS.get(2)),
          tree.has(KEYS.get(3)) ? numbers(tree, KEYS.get(3)) : ImmutableDoubleArray.of());
    } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
      throw new DataException("%s: %s; mend it.".formatted(source, e.getMessage()), e);
    }
  }

  private static ImmutableDoubleArray numbers(JsonObject tree, String key) {
    JsonElement array = tree.get(key);
    Preconditions.checkArgument(
        array != null && array.isJsonArray(), "expected an array under %s", key);
    ImmutableDoubleArray.Builder numbers = ImmutableDoubleArray.builder();
    array.getAsJsonArray().forEach(value -> numbers.add(value.getAsDouble()));
    return numbers.build();
  }

  /**
   * Writes this strategy.
   *
   * @return a line of JSON that {@link #parse} reads
   */
  public String toJson() {
    JsonObject tree = new JsonObject();
    tree.add(KEYS.get(0), array(ratios));
    tree.add(KEYS.get(1), array(choiceTemperatures));
    tree.add(KEYS.get(2), array(samplingTemperatures));
    if (!guidance.isEmpty()) {
      tree.add(KEYS.get(3), array(guidance));
    }
    return tree.toString();
  }

  private static JsonArray array(ImmutableDoubleArray values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
