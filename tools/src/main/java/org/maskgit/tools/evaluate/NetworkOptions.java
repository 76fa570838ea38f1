package org.maskgit.tools.evaluate;

import com.google.common.base.Splitter;
import com.google.common.io.MoreFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.evaluation.FeatureNetwork;
import org.maskgit.evaluation.FeatureNetworkConfig;
import org.maskgit.graph.Device;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ExecutionOptions;

/** Which frozen network makes features: {@code --features-graph} and its names. */
public final class NetworkOptions {
  private static final Option GRAPH =
      StandardOptions.valued("features-graph", "FILE", "a frozen network (GraphDef or SavedModel)");
  private static final Option PRESET =
      StandardOptions.valued(
          "preset",
          "NAME",
          "which one it is: inception (classify_image_graph_def.pb) or lite0 (EfficientNet-Lite0)");
  private static final Option INPUT =
      StandardOptions.valued("input", "NAME", "without --preset: where pictures go in");
  private static final Option POOL =
      StandardOptions.valued("pool", "NAME", "without --preset: its features");
  private static final Option LOGITS =
      StandardOptions.valued("logits", "NAME", "without --preset: its logits, if it has any");
  private static final Option SCALE =
      StandardOptions.valued(
          "scale", "A,B", "without --preset: samples x of 0..255 become A·x + B (default: 1,0)");

  private static final String INCEPTION_ORIGIN =
      "https://openaipublic.blob.core.windows.net/diffusion/jul-2021/ref_batches/classify_image_graph_def.pb";

  private final Arguments arguments;

  private NetworkOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    Options options = new Options();
    List.of(GRAPH, PRESET, INPUT, POOL, LOGITS, SCALE).forEach(options::addOption);
    return options;
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   */
  public static NetworkOptions of(Arguments arguments) {
    return new NetworkOptions(arguments);
  }

  /**
   * Returns the network's file.
   *
   * @return the file, which may not exist
   * @throws UsageException if it isn't given
   */
  public Path file() {
    return arguments.requiredPath(GRAPH);
  }

  /**
   * Returns whether there is a network.
   *
   * @return true if its file is named
   */
  public boolean areGiven() {
    return arguments.has(GRAPH);
  }

  /**
   * Returns what computes it, of a command with or without options for that.
   *
   * @return a device of this process
   * @throws UsageException if a value is wrong
   */
  public Device device() {
    return ExecutionOptions.localDevice(arguments);
  }

  /** Its names and what it takes. */
  private FeatureNetworkConfig config() {
    Optional<String> preset = arguments.value(PRESET);
    if (preset.isPresent()) {
      List.of(INPUT, POOL, LOGITS, SCALE).forEach(this::refuseWithPreset);
      return switch (preset.get()) {
        case "inception" -> FeatureNetworkConfig.INCEPTION;
        case "lite0" -> FeatureNetworkConfig.LITE0;
        default ->
            throw new UsageException(
                "--preset: expected inception or lite0, found %s.".formatted(preset.get()));
      };
    }
    float[] scale = arguments.parsed(SCALE, NetworkOptions::scale).orElse(new float[] {1, 0});
    return new FeatureNetworkConfig(
        MoreFiles.getNameWithoutExtension(file()),
        arguments.required(INPUT),
        arguments.required(POOL),
        arguments.value(LOGITS).orElse(""),
        "",
        "",
        scale[0],
        scale[1],
        0,
        0);
  }

  private void refuseWithPreset(Option option) {
    if (arguments.has(option)) {
      throw new UsageException(
          "%s doesn't go with --preset, which knows it; leave one out."
              .formatted(Arguments.nameOf(option)));
    }
  }

  private static float[] scale(String text) {
    List<String> parts = Splitter.on(',').trimResults().splitToList(text);
    try {
      if (parts.size() == 2) {
        return new float[] {Float.parseFloat(parts.get(0)), Float.parseFloat(parts.get(1))};
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected two numbers A,B, found " + text, e);
    }
    throw new IllegalArgumentException("expected two numbers A,B, found " + text);
  }

  /**
   * Loads the network.
   *
   * @return the network, to be closed
   * @throws DataException if it is missing or another one
   * @throws org.maskgit.graph.DeviceException if what is to compute it is missing
   */
  public FeatureNetwork load() {
    FeatureNetworkConfig config = config();
    boolean isInception = config.equals(FeatureNetworkConfig.INCEPTION);
    if (isInception && !Files.exists(file())) {
      throw new DataException(
          "%s: expected classify_image_graph_def.pb (about 100 MB), found nothing; get it from %s."
              .formatted(file(), INCEPTION_ORIGIN));
    }
    return FeatureNetwork.load(file(), config, device());
  }
}
