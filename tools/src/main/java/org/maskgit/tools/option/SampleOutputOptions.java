package org.maskgit.tools.option;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/**
 * What to keep of a run: pictures, tokens, the trace, an animation of the steps.
 *
 * @param pictures {@code --output} and {@code --grid}
 * @param tokens {@code --tokens-out}
 * @param trace {@code --trace-out}
 * @param stepsGif {@code --steps-gif}
 */
public record SampleOutputOptions(
    PictureOptions pictures, Optional<Path> tokens, Optional<Path> trace, Optional<Path> stepsGif) {
  private static final Option TRACE =
      StandardOptions.valued(
          "trace-out",
          "FILE.npy",
          "write the tokens of every step, int32 [B, T, N + 1], as the official final_seqs");
  private static final Option STEPS_GIF =
      StandardOptions.valued("steps-gif", "FILE.gif", "write an animation of the steps");

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options()
        .addOptions(PictureOptions.declare())
        .addOption(STEPS_GIF)
        .addOption(TokensOut.OPTION)
        .addOption(TRACE);
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   */
  public static SampleOutputOptions of(Arguments arguments) {
    return new SampleOutputOptions(
        PictureOptions.of(arguments),
        TokensOut.of(arguments),
        arguments.path(TRACE),
        arguments.path(STEPS_GIF));
  }

  /**
   * Returns whether pictures are written: when asked for, or when nothing else is.
   *
   * @return true if so
   */
  public boolean wantsPictures() {
    return pictures.given() || (tokens.isEmpty() && trace.isEmpty() && stepsGif.isEmpty());
  }

  /**
   * Looks whether all of it can be written, before it is made.
   *
   * @param batch how many pictures there will be
   * @throws UsageException if one file is named for several pictures
   * @throws DataException if a folder is missing or read-only
   */
  public void check(int batch) {
    if (wantsPictures()) {
      pictures.check(batch);
    }
    tokens.ifPresent(OutputFolder::requireFor);
    trace.ifPresent(OutputFolder::requireFor);
    stepsGif.ifPresent(OutputFolder::requireFor);
  }
}
