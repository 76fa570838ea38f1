package org.maskgit.tools.train;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Device;
import org.maskgit.io.ConfigJson;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ExecutionOptions;
import org.maskgit.training.loop.RunFolder;

/**
 * What both trainings are told. A setting's value is that of its flag, else of the {@code --config}
 * file, else of the preset; a run that is there already and is given neither file nor preset goes
 * on with its own {@code run.json}.
 */
final class TrainingOptions {
  private static final Option RUN =
      StandardOptions.valued("run", "DIR", "the run's folder; a run that is there goes on");
  private static final Option PRESET =
      StandardOptions.valued("preset", "NAME", "what to begin from (default: small)");
  private static final Option CONFIG =
      StandardOptions.valued(
          "config", "FILE", "settings as JSON, such as the run.json of another run");
  private static final Option SET =
      StandardOptions.many(
          "set",
          "KEY=VALUE",
          "any setting of run.json, such as training.optimizer.learningRate=1e-4");
  private static final String DEFAULT_PRESET = "small";

  /** Flags that stand for a setting. */
  private static final ImmutableMap<Option, String> SETTINGS =
      ImmutableMap.<Option, String>builder()
          .put(StandardOptions.valued("init", "FILE", "begin with these weights"), "init")
          .put(StandardOptions.valued("steps", "N", "number of steps in all"), "training.steps")
          .put(StandardOptions.valued("batch", "B", "images of a step"), "training.batchSize")
          .put(
              StandardOptions.valued("micro-batches", "N", "parts of a batch, to save memory"),
              "training.microBatches")
          .put(StandardOptions.valued("seed", "S", "seed of all that is random"), "training.seed")
          .put(
              StandardOptions.valued("checkpoint-steps", "N", "steps between checkpoints"),
              "loop.checkpointSteps")
          .put(
              StandardOptions.valued("checkpoint-minutes", "M", "minutes between checkpoints"),
              "loop.checkpointMinutes")
          .put(
              StandardOptions.valued("keep-last", "K", "how many of the newest checkpoints stay"),
              "loop.keepLast")
          .put(
              StandardOptions.valued("keep-every", "N", "steps of which one checkpoint stays"),
              "loop.keepEvery")
          .put(
              StandardOptions.valued("log-steps", "N", "steps between lines of progress"),
              "loop.logSteps")
          .put(
              StandardOptions.valued("sample-steps", "N", "steps between grids of samples"),
              "loop.sampleSteps")
          .buildOrThrow();

  private final Arguments arguments;
  private final ImmutableMap<Option, String> own;

  private TrainingOptions(Arguments arguments, ImmutableMap<Option, String> own) {
    this.arguments = arguments;
    this.own = own;
  }

  /** Declares the options, a command's own settings first. */
  static Options declare(ImmutableMap<Option, String> own) {
    Options options = new Options();
    own.keySet().forEach(options::addOption);
    options.addOption(RUN).addOption(PRESET).addOption(CONFIG);
    SETTINGS.keySet().forEach(options::addOption);
    return options.addOption(SET).addOptions(ExecutionOptions.declareLocal());
  }

  /** Reads the options. */
  static TrainingOptions of(Arguments arguments, ImmutableMap<Option, String> own) {
    return new TrainingOptions(arguments, own);
  }

  /** What computes; {@link org.maskgit.graph.DeviceException} if it is missing. */
  Device device() {
    Device device = ExecutionOptions.localDevice(arguments);
    device.requireLocal();
    return device;
  }

  /** The run's folder, which may not exist. */
  Path run() {
    arguments.required(RUN);
    return arguments.path(RUN).orElseThrow();
  }

  /**
   * Puts the settings together.
   *
   * @param presets by name
   * @param type the settings' record
   * @return the settings
   */
  <T extends Record> T settings(ImmutableMap<String, T> presets, Class<T> type) {
    Optional<Path> file = arguments.path(CONFIG);
    String source = "the settings";
    JsonObject tree = new JsonObject();
    if (file.isPresent()) {
      source = file.get().toString();
      tree = ConfigJson.parse(read(file.get()), source);
    } else if (!arguments.has(PRESET) && RunFolder.configuration(run()).isPresent()) {
      source = run().resolve("run.json").toString();
      tree = ConfigJson.parse(RunFolder.configuration(run()).orElseThrow(), source);
    }
    arguments.value(PRESET).ifPresent(new Overlay(tree, "preset")::text);
    String preset = ConfigJson.takeChoice(tree, "preset", presets.keySet(), DEFAULT_PRESET, source);
    overlay(tree);
    return ConfigJson.read(tree, presets.get(preset), type, source);
  }

  private void overlay(JsonObject tree) {
    ImmutableMap<Option, String> all =
        ImmutableMap.<Option, String>builder().putAll(own).putAll(SETTINGS).buildOrThrow();
    for (Map.Entry<Option, String> setting : all.entrySet()) {
      arguments.value(setting.getKey()).ifPresent(new Overlay(tree, setting.getValue())::parsed);
    }
    for (String pair : arguments.values(SET)) {
      List<String> parts = Splitter.on('=').limit(2).splitToList(pair);
      if (parts.size() != 2 || parts.get(0).isEmpty()) {
        throw new UsageException(
            "--set: expected KEY=VALUE such as training.batchSize=16, found %s.".formatted(pair));
      }
      new Overlay(tree, parts.get(0)).parsed(parts.get(1));
    }
  }

  /** One place in a tree of settings. */
  private record Overlay(JsonObject tree, String path) {
    void text(String value) {
      set(new JsonPrimitive(value));
    }

    /** Numbers and true or false as such, everything else as text. */
    void parsed(String value) {
      set(primitive(value));
    }

    private static JsonElement primitive(String value) {
      try {
        JsonElement parsed = JsonParser.parseString(value);
        if (parsed.isJsonPrimitive() && !parsed.getAsJsonPrimitive().isString()) {
          return parsed;
        }
      } catch (JsonParseException e) {
        return new JsonPrimitive(value);
      }
      return new JsonPrimitive(value);
    }

    private void set(JsonElement value) {
      List<String> keys = Splitter.on('.').splitToList(path);
      JsonObject place = tree;
      for (String key : keys.subList(0, keys.size() - 1)) {
        if (!place.has(key) || !place.get(key).isJsonObject()) {
          place.add(key, new JsonObject());
        }
        place = place.getAsJsonObject(key);
      }
      place.add(keys.get(keys.size() - 1), value);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new DataException(
          "Expected settings at %s, found none that can be read (%s); check the path."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
