package org.maskgit.tools.sample;

import com.google.common.collect.ImmutableList;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.maskgit.graph.Device;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.maskgit.io.EnumNames;
import org.maskgit.shard.Shard;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;

/**
 * All that the pictures of a series depend on; a run that was stopped goes on only with the same.
 *
 * @param count how many pictures
 * @param labels {@code --labels}, for people
 * @param labelsSha256 the SHA-256 of the labels as int32
 * @param classNames names of the classes; none if the weights don't say
 * @param shardSize pictures of a shard
 * @param rows pictures that go through the network together
 * @param candidates of each picture
 * @param classifier what chooses among them; empty if nothing does
 * @param transformer its file
 * @param tokenizer its file
 * @param side of a picture in pixels
 * @param sampling how tokens are drawn
 * @param compute how the networks compute: other kernels round otherwise
 * @param device the kind of device, {@code cpu} or {@code gpu}, which round otherwise, too
 */
record SamplePlan(
    int count,
    String labels,
    String labelsSha256,
    ImmutableList<String> classNames,
    int shardSize,
    int rows,
    int candidates,
    String classifier,
    ModelFile transformer,
    ModelFile tokenizer,
    int side,
    Recipe.Sampling sampling,
    Recipe.Compute compute,
    String device) {
  private static final String FILE = "plan.json";

  /** Of plans that don't say it. */
  private static final String CPU = EnumNames.of(Device.Kind.CPU);

  ImmutableList<Shard> shards() {
    return Shard.cut(count, shardSize);
  }

  /** The plan of a folder, if there is one. */
  static Optional<SamplePlan> find(Path folder) {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * Writes the plan into a folder, or insists that it is the one that lies there. Of several
   * processes that begin at once one is the first, and the others find its plan.
   */
  void keepIn(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      Path draft = folder.resolve(FILE + "." + UUID.randomUUID());
      write(draft);
      nameUnlessThere(draft, file);
    }
    requireSame(read(file), folder);
  }

  /** A link never takes another's place, and is whole at once; a move would replace it. */
  private static void nameUnlessThere(Path draft, Path file) {
    try {
      try {
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        return; // another process was first
      } catch (FileSystemException | UnsupportedOperationException e) {
        Files.copy(draft, file); // without links; this doesn't replace a file either
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new DataException("Can't write %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  boolean isSame(SamplePlan other) {
    return toJson().equals(other.toJson());
  }

  void requireSame(SamplePlan found, Path place) {
    JsonObject then = found.toJson();
    JsonObject now = toJson();
    for (String key : now.keySet()) {
      if (!now.get(key).equals(then.get(key))) {
        throw new DataException(
            "%s holds pictures of another series: expected %s %s, found %s; give the same options, or another output."
                .formatted(place, key, now.get(key), then.get(key)));
      }
    }
  }

  void write(Path file) {
    String text =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(toJson());
    AtomicFile.write(file, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  JsonObject toJson() {
    JsonObject drawn = new JsonObject();
    RecipeText.addTo(drawn, sampling);
    JsonObject json = new JsonObject();
    json.add("sampling", drawn);
    json.addProperty("kernels", compute.kernels());
    json.addProperty("precision", compute.precision());
    json.addProperty("device", device);
    json.addProperty("count", count);
    json.addProperty("labels", labels);
    json.addProperty("labels_sha256", labelsSha256);
    json.addProperty("shard_size", shardSize);
    json.addProperty("rows", rows);
    json.addProperty("candidates", candidates);
    json.addProperty("classifier", classifier);
    json.add("transformer", RecipeText.toJson(transformer));
    json.add("tokenizer", RecipeText.toJson(tokenizer));
    json.addProperty("side", side);
    JsonArray names = new JsonArray();
    classNames.forEach(names::add);
    json.add("class_names", names);
    return json;
  }

  static SamplePlan read(Path file) {
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      return new SamplePlan(
          json.get("count").getAsInt(),
          json.get("labels").getAsString(),
          json.get("labels_sha256").getAsString(),
          json.getAsJsonArray("class_names").asList().stream()
              .map(name -> name.getAsString())
              .collect(ImmutableList.toImmutableList()),
          json.get("shard_size").getAsInt(),
          json.get("rows").getAsInt(),
          json.get("candidates").getAsInt(),
          json.get("classifier").getAsString(),
          RecipeText.modelFile(json.getAsJsonObject("transformer")),
          RecipeText.modelFile(json.getAsJsonObject("tokenizer")),
          json.get("side").getAsInt(),
          RecipeText.sampling(json.getAsJsonObject("sampling")),
          new Recipe.Compute(
              json.get("kernels").getAsString(), json.get("precision").getAsString()),
          json.has("device") ? json.get("device").getAsString() : CPU);
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
    } catch (RuntimeException e) {
      // Whatever a damaged file makes of its parser.
      throw new DataException(
          "%s: expected the plan of a series, found something else (%s)."
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
