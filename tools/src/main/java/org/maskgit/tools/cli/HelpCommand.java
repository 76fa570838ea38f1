package org.maskgit.tools.cli;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code maskgit help [COMMAND]}. */
final class HelpCommand implements Command {
  static final String NAME = "help";

  private final ImmutableList<Command> commands;

  HelpCommand(List<Command> others) {
    this.commands = ImmutableList.<Command>builder().addAll(others).add(this).build();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "list the commands, or show the options of one";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public Operands operands() {
    return new Operands("[COMMAND]", 0, 2);
  }

  @Override
  public String example() {
    return "help generate";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    if (arguments.operands().isEmpty()) {
      context.console().results(json(), HelpPage.all(commands));
    } else {
      Command command = CommandTable.find(arguments.operands(), commands);
      context.console().results(HelpPage.json(command), HelpPage.of(command));
    }
  }

  private JsonObject json() {
    JsonArray all = new JsonArray();
    commands.forEach(command -> all.add(HelpPage.json(command)));
    JsonObject object = new JsonObject();
    object.add("commands", all);
    return object;
  }
}
