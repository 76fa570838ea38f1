package org.maskgit.tools.option;

import com.google.common.collect.Range;
import org.apache.commons.cli.Option;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Numbers;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/** The option {@code --start-ratio}: the share of the tokens that is forgotten. */
public final class ShareOption {
  private static final double DEFAULT = 0.5;

  /** The option itself. */
  public static final Option OPTION =
      StandardOptions.valued(
          "start-ratio",
          "R",
          "how much is forgotten and made anew: from 0, nothing, to 1, all (default: 0.5)");

  private ShareOption() {}

  /**
   * Reads the option.
   *
   * @param arguments what was typed
   * @return the share, 0 to 1
   * @throws UsageException if it is no such number
   */
  public static double of(Arguments arguments) {
    return arguments
        .parsed(
            OPTION,
            Numbers.within(Double::parseDouble, Range.closed(0.0, 1.0), "a number from 0 to 1"))
        .orElse(DEFAULT);
  }
}
