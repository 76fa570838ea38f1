package org.maskgit.tools.bench;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.Options;
import org.maskgit.bench.BenchmarkResult;
import org.maskgit.bench.MarkdownTable;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;

/** {@code maskgit bench table}. */
public final class BenchTableCommand implements Command {

  @Override
  public String name() {
    return "bench table";
  }

  @Override
  public String summary() {
    return "print what 'bench run' has written as Markdown";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public Operands operands() {
    return new Operands("FILE.json ...", 1, Integer.MAX_VALUE);
  }

  @Override
  public String example() {
    return "bench table image.json";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    JsonArray results = new JsonArray();
    for (int i = 0; i < arguments.operands().size(); i++) {
      Path file = arguments.operandPath(i);
      String text = Files.readString(file);
      lines.addAll(MarkdownTable.of(BenchmarkResult.parse(text, file.toString())));
      results.add(JsonParser.parseString(text));
    }
    JsonObject json = new JsonObject();
    json.add("benchmarks", results);
    context.console().results(json, lines.build());
  }
}
