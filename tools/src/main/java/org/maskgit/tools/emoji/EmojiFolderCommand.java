package org.maskgit.tools.emoji;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.cli.StandardOptions;

/** {@code maskgit emoji-folder PACKAGE --output FOLDER}. */
public final class EmojiFolderCommand implements Command {
  private static final Option OUTPUT =
      StandardOptions.valued("output", "FOLDER", "the folder to make, a folder a class in it");

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
    Map<String, ImmutableList<Path>> classes = EmojiClasses.of(arguments.operandPath(0));
    JsonObject json = new JsonObject();
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (var entry : classes.entrySet()) {
      copy(entry.getValue(), output.resolve(entry.getKey()));
      json.addProperty(entry.getKey(), entry.getValue().size());
      lines.add("%-12s %d".formatted(entry.getKey(), entry.getValue().size()));
    }
    context.console().results(json, lines.build());
  }

  private static void copy(ImmutableList<Path> images, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Path image : images) {
        Files.copy(image, folder.resolve(image.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new DataException("Can't write %s: %s.".formatted(folder, e.getMessage()), e);
    }
  }
}
