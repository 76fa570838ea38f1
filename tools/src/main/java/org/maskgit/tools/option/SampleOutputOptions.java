package org.maskgit.tools.option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.picture.LabelledSheet;

/**
 * What to keep of a run: pictures, tokens, the trace, animations, a sheet of the steps.
 *
 * @param pictures {@code --output} and {@code --grid}
 * @param tokens {@code --tokens-out}
 * @param trace {@code --trace-out}
 * @param stepsGif {@code --steps-gif}
 * @param stepsSheet {@code --steps-sheet}
 * @param framesGif {@code --frames-gif}
 */
public record SampleOutputOptions(
    PictureOptions pictures,
    Optional<Path> tokens,
    Optional<Path> trace,
    Optional<Path> stepsGif,
    Optional<Path> stepsSheet,
    Optional<Path> framesGif) {
  private static final Option TRACE =
      StandardOptions.valued(
          "trace-out",
          "FILE.npy",
          "write the tokens of every step, int32 [B, T, N + 1], as the official final_seqs");
  private static final Option STEPS_GIF =
      StandardOptions.valued("steps-gif", "FILE.gif", "write an animation of the steps");
  private static final Option STEPS_SHEET =
      StandardOptions.valued(
          "steps-sheet", "FILE.png", "draw tokens, masks and confidences of every step");
  private static final Option FRAMES_GIF =
      StandardOptions.valued("frames-gif", "FILE.gif", "write an animation of the pictures");

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return declareWithoutSteps().addOption(STEPS_GIF).addOption(STEPS_SHEET).addOption(TRACE);
  }

  /**
   * Declares the options of commands whose pictures are frames.
   *
   * @return the options
   */
  public static Options declareWithFrames() {
    return declare().addOption(FRAMES_GIF);
  }

  /**
   * Declares the options of commands that take more than one run for a picture.
   *
   * @return the options
   */
  public static Options declareWithoutSteps() {
    return new Options().addOptions(PictureOptions.declare()).addOption(TokensOut.OPTION);
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
        arguments.path(STEPS_GIF),
        arguments.path(STEPS_SHEET),
        arguments.path(FRAMES_GIF));
  }

  /**
   * Returns whether pictures are written: when asked for, or when nothing else is.
   *
   * @return true if so
   */
  public boolean wantsPictures() {
    return pictures.given() || files().findAny().isEmpty();
  }

  /**
   * Looks whether all of it can be written, before it is made.
   *
   * @param batch how many pictures there will be
   * @throws UsageException if one file is named for several pictures
   * @throws DataException if a folder is missing or read-only, or there is no font for a sheet
   */
  public void check(int batch) {
    if (wantsPictures()) {
      pictures.check(batch);
    }
    files().forEach(OutputFolder::requireFor);
    if (stepsSheet.isPresent()) {
      LabelledSheet.requireFont();
    }
  }

  /** The files besides pictures. */
  private Stream<Path> files() {
    return Stream.of(tokens, trace, stepsGif, stepsSheet, framesGif).flatMap(Optional::stream);
  }
}
