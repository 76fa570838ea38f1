package org.maskgit.tools.option;

import org.apache.commons.cli.Option;
import org.maskgit.editing.Seam;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/** The option {@code --composite}. */
public final class SeamOption {
  /** The option itself. */
  public static final Option OPTION =
      StandardOptions.valued(
          "composite",
          "HOW",
          "how new pixels meet old ones: blur as the official demo, poisson, or none, which keeps"
              + " no old pixel (default: blur)");

  private SeamOption() {}

  /**
   * Reads the option.
   *
   * @param arguments what was typed
   * @return the seam
   * @throws UsageException if there is none of that name
   */
  public static Seam of(Arguments arguments) {
    return arguments.parsed(OPTION, Seam::parse).orElse(Seam.BLUR);
  }
}
