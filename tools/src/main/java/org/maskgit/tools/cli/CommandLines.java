package org.maskgit.tools.cli;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** From words to options and operands, as this command line has them. */
final class CommandLines {
  private CommandLines() {}

  /** Reads words; every mistake is a {@link UsageException} of one sentence. */
  static CommandLine parse(String command, Options options, List<String> words) {
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .setStripLeadingAndTrailingQuotes(false)
          .get()
          .parse(options, words.toArray(String[]::new));
    } catch (UnrecognizedOptionException e) {
      String typed = e.getOption().replaceFirst("=.*", "");
      List<String> names =
          options.getOptions().stream()
              .map(Arguments::nameOf)
              .collect(ImmutableList.toImmutableList());
      throw new UsageException(
          "'maskgit %s' has no option %s%s"
              .formatted(command, typed, Suggestions.didYouMean(typed, names)),
          e);
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw new UsageException(
          "%s needs a value: %s %s."
              .formatted(Arguments.nameOf(option), Arguments.nameOf(option), option.getArgName()),
          e);
    } catch (ParseException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
