package org.maskgit.tools.option;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;

/** The option {@code --tokens-out}. */
public final class TokensOut {
  /** The option itself. */
  public static final Option OPTION =
      StandardOptions.valued(
          "tokens-out", "FILE.npy", "write the tokens, int32 [B, N] without the class position");

  private TokensOut() {}

  /**
   * Reads the option and looks whether the file can be written.
   *
   * @param arguments what was typed
   * @return the file, if given
   * @throws DataException if its folder is missing or read-only
   */
  public static Optional<Path> of(Arguments arguments) {
    Optional<Path> file = arguments.path(OPTION);
    file.ifPresent(OutputFolder::requireFor);
    return file;
  }
}
