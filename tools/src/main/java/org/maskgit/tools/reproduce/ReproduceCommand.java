package org.maskgit.tools.reproduce;

import com.google.common.collect.ImmutableList;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.maskgit.io.AtomicFile;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;

/** {@code maskgit reproduce EXPERIMENT}. */
public final class ReproduceCommand implements Command {

  @Override
  public String name() {
    return "reproduce";
  }

  @Override
  public String summary() {
    return "measure published numbers: %s".formatted(String.join(", ", Experiment.all().keySet()));
  }

  @Override
  public Options options() {
    return ReproduceOptions.declare();
  }

  @Override
  public Operands operands() {
    return Operands.one("EXPERIMENT");
  }

  @Override
  public String example() {
    return "reproduce schedules --model shipped --features efficientnet_lite0_frozen.pb --reference emoji/train";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    Experiment experiment = Experiment.find(arguments.operands().get(0));
    ReproduceOptions options = ReproduceOptions.of(experiment, arguments);
    Setup setup = ReproduceOptions.setup(experiment, arguments, context);
    Files.createDirectories(options.work());
    ImmutableList<Measurement> measurements =
        new ExperimentRun(experiment, setup, options, context).run();
    JsonObject json = json(experiment, measurements);
    Path file = options.work().resolve(experiment.id() + ".json");
    String text = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));

    boolean speed = experiment.kind() == Experiment.Kind.SPEED;
    List<String> lines = new ArrayList<>();
    lines.add(experiment.title());
    lines.add("");
    lines.addAll(
        setup.published() && !speed
            ? ResultTable.published(measurements)
            : ResultTable.measured(measurements));
    if (speed) {
      lines.add("");
      lines.add(speedup(experiment, measurements));
    }
    lines.add("");
    lines.add(experiment.note());
    context.console().results(json, lines);
  }

  private static String speedup(Experiment experiment, List<Measurement> measurements) {
    Map<String, Double> published = experiment.rows().get(0).published();
    return String.format(
        Locale.ROOT,
        "%s takes %.1f times as long as %s (published: %.0f to %.0f times).",
        measurements.get(1).row().name(),
        seconds(measurements.get(1)) / seconds(measurements.get(0)),
        measurements.get(0).row().name(),
        published.get("speedup_least"),
        published.get("speedup_most"));
  }

  private static double seconds(Measurement measurement) {
    return measurement.measured().get("seconds_a_picture");
  }

  private static JsonObject json(Experiment experiment, List<Measurement> measurements) {
    JsonObject json = new JsonObject();
    json.addProperty("experiment", experiment.id());
    json.addProperty("title", experiment.title());
    json.addProperty("note", experiment.note());
    JsonArray rows = new JsonArray();
    measurements.forEach(measurement -> rows.add(measurement.toJson()));
    json.add("rows", rows);
    return json;
  }
}
