package org.maskgit.tools.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The commands by name, in the order in which the help lists them. */
public final class CommandTable {
  private final ImmutableMap<String, Command> commands;

  private CommandTable(ImmutableMap<String, Command> commands) {
    this.commands = commands;
  }

  /**
   * Creates a table.
   *
   * @param commands all commands but {@code help}, which is added
   * @return the table
   */
  public static CommandTable of(List<Command> commands) {
    ImmutableMap.Builder<String, Command> all = ImmutableMap.builder();
    all.putAll(Maps.uniqueIndex(commands, Command::name));
    all.put(HelpCommand.NAME, new HelpCommand(commands));
    return new CommandTable(all.buildOrThrow());
  }

  /**
   * Finds a command.
   *
   * @param words what was typed, at least one word; a name may have two
   * @return the command
   * @throws UsageException if there is none of that name; it suggests the nearest
   */
  public Command find(List<String> words) {
    return find(words, commands.values());
  }

  static Command find(List<String> words, Collection<Command> commands) {
    String first = words.get(0);
    List<Command> group =
        commands.stream().filter(command -> command.name().startsWith(first + " ")).toList();
    if (group.isEmpty()) {
      return find(first, commands);
    }
    if (words.size() > 1) {
      return find(first + " " + words.get(1), group);
    }
    throw new UsageException(
        "'maskgit %s' needs to know what: %s."
            .formatted(
                first,
                group.stream()
                    .map(command -> "maskgit " + command.name())
                    .collect(Collectors.joining(", "))));
  }

  private static Command find(String name, Collection<Command> commands) {
    return commands.stream()
        .filter(command -> command.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no command '%s'%s"
                        .formatted(
                            name,
                            Suggestions.nearest(name, commands.stream().map(Command::name).toList())
                                .map("; did you mean 'maskgit %s'?"::formatted)
                                .orElse("; 'maskgit help' lists all."))));
  }

  /**
   * Returns all commands.
   *
   * @return the commands, {@code help} last
   */
  public Collection<Command> all() {
    return commands.values();
  }
}
