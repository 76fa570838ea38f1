package org.maskgit.tools.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The text of {@code help}. */
final class HelpPage {
  private static final int WIDTH = 100;

  private HelpPage() {}

  /** Lists all commands. */
  static List<String> all(Collection<Command> commands) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("Usage: maskgit COMMAND [options]", "");
    for (Command command : commands) {
      lines.add("  %-18s %s".formatted(command.name(), command.summary()));
    }
    return lines
        .add(
            "", "'maskgit help COMMAND' shows the options of one; 'maskgit --version' the version.")
        .build();
  }

  /** Shows one command with its options. */
  static List<String> of(Command command) throws IOException {
    List<Option> asDeclared = ImmutableList.copyOf(StandardOptions.of(command).getOptions());
    StringBuilder table = new StringBuilder();
    TextHelpAppendable text = new TextHelpAppendable(table);
    text.setMaxWidth(WIDTH);
    HelpFormatter.builder()
        .setShowSince(false)
        .setHelpAppendable(text)
        .setComparator(Comparator.comparingInt(asDeclared::indexOf))
        .get()
        .printOptions(asDeclared);
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("Usage: " + usage(command), "", sentence(command.summary()), "");
    Splitter.on('\n')
        .splitToStream(table.toString().stripTrailing())
        .map(String::stripTrailing)
        .forEach(lines::add);
    return lines.add("", "Example:", "  maskgit " + command.example()).build();
  }

  private static String usage(Command command) {
    String operands = command.operands().usage();
    return "maskgit %s%s [options]"
        .formatted(command.name(), operands.isEmpty() ? "" : " " + operands);
  }

  private static String sentence(String summary) {
    return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
  }

  /** The same for machines. */
  static JsonObject json(Command command) {
    JsonArray options = new JsonArray();
    for (Option option : StandardOptions.of(command).getOptions()) {
      JsonObject one = new JsonObject();
      one.addProperty("name", Arguments.nameOf(option));
      if (option.hasArg()) {
        one.addProperty("value", option.getArgName());
      }
      one.addProperty("description", option.getDescription());
      options.add(one);
    }
    JsonObject object = new JsonObject();
    object.addProperty("command", command.name());
    object.addProperty("usage", usage(command));
    object.addProperty("summary", command.summary());
    object.add("options", options);
    return object;
  }
}
