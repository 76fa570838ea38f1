package org.maskgit.tools.sample;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.maskgit.io.AtomicFolder;
import org.maskgit.io.DataException;
import org.maskgit.io.NpyHeader;
import org.maskgit.io.NpzWriter;
import org.maskgit.shard.Sample;
import org.maskgit.shard.Shard;
import org.maskgit.shard.ShardFolder;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.Version;
import org.maskgit.tools.picture.PngFile;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;
import org.tensorflow.ndarray.Shape;

/**
 * Where a whole series ends up: one {@code .npz} file, or a folder of {@code class/number.png}.
 *
 * @param path the file, if its name ends so, or the folder
 */
record SampleOutput(Path path) {
  private static final String NPZ = ".npz";

  private boolean isNpz() {
    return path.toString().endsWith(NPZ);
  }

  /** What a finished series was made of, beside it. */
  private Path manifest() {
    return path.resolveSibling(path.getFileName() + ".json");
  }

  /** Where shards lie unless another folder is named. */
  Path work() {
    return path.resolveSibling(path.getFileName() + ".work");
  }

  /** The plan of a series that is done, if there is one. */
  Optional<SamplePlan> plan() {
    return Files.exists(path) && Files.exists(manifest())
        ? Optional.of(SamplePlan.read(manifest()))
        : Optional.empty();
  }

  /** Says whether this very series is there; refuses another one. */
  boolean isDone(SamplePlan plan) {
    if (!Files.exists(path)) {
      return false;
    }
    SamplePlan found =
        plan()
            .orElseThrow(
                () ->
                    new DataException(
                        "Can't write %s: expected nothing of that name, found something else; choose another."
                            .formatted(path)));
    plan.requireSame(found, path);
    return true;
  }

  /** Puts all shards together. */
  void write(SamplePlan plan, ShardFolder folder, Context context) {
    deleteRemains();
    try (Progress progress =
        context.console().progress("Checking", plan.count(), Progress.Unit.IMAGES)) {
      LongConsumer checked = progress.sparsely();
      for (Shard shard : plan.shards()) {
        context.interruption().check();
        folder.require(shard);
        checked.accept(shard.first() + shard.count());
      }
    }
    plan.write(manifest());
    if (isNpz()) {
      writeNpz(plan, folder, context);
    } else {
      AtomicFolder.write(path, target -> writePngs(target, plan, folder, context));
    }
  }

  /** Deletes temporary files that a killed merge left. */
  private void deleteRemains() {
    String beginning = "." + path.getFileName() + ".";
    try (Stream<Path> files = Files.list(path.toAbsolutePath().getParent())) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().matches("\\Q" + beginning + "\\E\\d+\\.\\d+"))
              .toList()) {
        MoreFiles.deleteRecursively(file, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new DataException("Can't write beside %s: %s.".formatted(path, e.getMessage()), e);
    }
  }

  /** As ADM's sampling script: pictures under {@code arr_0}, labels under {@code arr_1}. */
  private void writeNpz(SamplePlan plan, ShardFolder folder, Context context) {
    ByteBuffer labels = ByteBuffer.allocate(plan.count() * 8).order(ByteOrder.LITTLE_ENDIAN);
    plan.shards().forEach(shard -> folder.labels(shard).forEach(labels::putLong));
    // The writer asks twice for the pictures: for their checksum and for themselves.
    try (Progress progress =
        context
            .console()
            .progress("Summing and writing", 2L * plan.count(), Progress.Unit.IMAGES)) {
      LongConsumer listener = progress.sparsely();
      long[] done = {0};
      NpzWriter.Member pictures =
          new NpzWriter.Member(
              "arr_0",
              new NpyHeader("|u1", Shape.of(plan.count(), plan.side(), plan.side(), 3)),
              out -> {
                for (Shard shard : plan.shards()) {
                  context.interruption().check();
                  for (Sample sample : folder.read(shard)) {
                    out.write(sample.picture().rgb());
                  }
                  done[0] += shard.count();
                  listener.accept(done[0]);
                }
              });
      NpzWriter.write(
          path,
          List.of(
              pictures,
              new NpzWriter.Member(
                  "arr_1",
                  new NpyHeader("<i8", Shape.of(plan.count())),
                  out -> out.write(labels.array()))));
    }
  }

  private void writePngs(Path target, SamplePlan plan, ShardFolder folder, Context context)
      throws IOException {
    try (Progress progress =
        context.console().progress("Writing", plan.count(), Progress.Unit.IMAGES)) {
      LongConsumer written = progress.sparsely();
      for (Shard shard : plan.shards()) {
        int number = shard.first();
        for (Sample sample : folder.read(shard)) {
          context.interruption().check();
          Path file = target.resolve(className(plan, sample.label())).resolve(name(number++));
          Files.createDirectories(file.getParent());
          PngFile.write(file, sample.picture(), RecipeText.of(recipe(plan, sample)));
        }
        written.accept(number);
      }
    }
  }

  private static String name(int number) {
    return "%07d.png".formatted(number);
  }

  /** Classes without names sort by their numbers as text. */
  private static String className(SamplePlan plan, int label) {
    return label < plan.classNames().size()
        ? plan.classNames().get(label).replaceAll("[/\\\\:]", "_")
        : "%04d".formatted(label);
  }

  private static Recipe recipe(SamplePlan plan, Sample sample) {
    int row = sample.number() % plan.rows();
    String name =
        sample.label() < plan.classNames().size() ? plan.classNames().get(sample.label()) : "";
    return new Recipe(
        Version.text(),
        "sample",
        plan.transformer(),
        plan.tokenizer(),
        new Recipe.Size(plan.side(), plan.side()),
        new Recipe.Sample(sample.label(), name, row, plan.rows(), sample.number() - row),
        plan.sampling(),
        plan.compute(),
        ImmutableIntArray.of(),
        Recipe.Edit.NONE,
        sample.tokens());
  }
}
