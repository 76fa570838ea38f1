package org.maskgit.tools.emoji;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.emoji.EmojiClasses.Emoji;

/**
 * {@code maskgit emoji-folder PACKAGE --output FOLDER}: {@code train/class/image.png} and {@code
 * held-out/class/image.png}. Of each class one emoji in ten, at least one, is held out: those whose
 * names have the lowest hashes. All skin tones of an emoji are on one side.
 */
public final class EmojiFolderCommand implements Command {
  private static final double HELD_OUT_SHARE = 0.1;

  private static final Option OUTPUT =
      StandardOptions.valued("output", "FOLDER", "the folder to make, with train and held-out");

  @Override
  public String name() {
    return "emoji-folder";
  }

  @Override
  public String summary() {
    return "sort the Noto Emoji of emoji-datasource-google into folders of classes";
  }

  @Override
  public Options options() {
    return new Options().addOption(OUTPUT);
  }

  @Override
  public Operands operands() {
    return Operands.one("PACKAGE");
  }

  @Override
  public String example() {
    return "emoji-folder package --output emoji";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    Path output = Path.of(arguments.required(OUTPUT));
    Map<String, ImmutableList<Emoji>> classes = EmojiClasses.of(arguments.operandPath(0));
    JsonObject json = new JsonObject();
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("%-12s %6s %9s".formatted("class", "train", "held out"));
    for (var entry : classes.entrySet()) {
      ImmutableList<Emoji> sorted = byHash(entry.getValue());
      int heldOut = heldOut(sorted.size());
      int held = copy(sorted.subList(0, heldOut), output.resolve("held-out"), entry.getKey());
      int trained =
          copy(sorted.subList(heldOut, sorted.size()), output.resolve("train"), entry.getKey());
      JsonObject counts = new JsonObject();
      counts.addProperty("train", trained);
      counts.addProperty("heldOut", held);
      json.add(entry.getKey(), counts);
      lines.add("%-12s %6d %9d".formatted(entry.getKey(), trained, held));
    }
    context.console().results(json, lines.build());
  }

  /** How many emoji of a class are held out; the last one never is. */
  static int heldOut(int emoji) {
    return emoji < 2 ? 0 : Math.max(1, (int) Math.round(HELD_OUT_SHARE * emoji));
  }

  // By hash, an emoji tends to stay on its side when others are added to the set.
  private static ImmutableList<Emoji> byHash(List<Emoji> emoji) {
    return ImmutableList.sortedCopyOf(
        Comparator.comparing(
                (Emoji one) ->
                    Hashing.sha256().hashString(one.name(), StandardCharsets.UTF_8).toString())
            .thenComparing(Emoji::name),
        emoji);
  }

  private static int copy(List<Emoji> emoji, Path side, String name) {
    Path folder = side.resolve(name);
    int images = 0;
    try {
      Files.createDirectories(folder);
      for (Emoji one : emoji) {
        for (Path image : one.images()) {
          Files.copy(
              image, folder.resolve(image.getFileName()), StandardCopyOption.REPLACE_EXISTING);
          images++;
        }
      }
    } catch (IOException e) {
      throw new DataException("Can't write %s: %s.".formatted(folder, e.getMessage()), e);
    }
    return images;
  }
}
