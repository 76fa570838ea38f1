package org.maskgit.tools.option;

import com.google.common.base.Ascii;
import com.google.common.base.Enums;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Execution;
import org.maskgit.graph.KernelChoice;
import org.maskgit.graph.Kernels;
import org.maskgit.graph.Precision;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.DeviceException;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.recipe.Recipe;

/** How to compute: {@code --kernels} and {@code --precision}. */
public final class ExecutionOptions {
  private static final String AUTO = "auto";
  private static final Option KERNELS =
      StandardOptions.valued(
          "kernels",
          "NAME",
          "auto, portable or onednn: what the transformer is made of (default: auto, the faster)");
  private static final Option PRECISION =
      StandardOptions.valued(
          "precision",
          "TYPE",
          "float32 or bfloat16, faster on CPUs that have it (default: float32)");

  private final Optional<Kernels> kernels;
  private final Optional<Precision> precision;

  private ExecutionOptions(Optional<Kernels> kernels, Optional<Precision> precision) {
    this.kernels = kernels;
    this.precision = precision;
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options().addOption(KERNELS).addOption(PRECISION);
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   * @throws org.maskgit.tools.cli.UsageException if a value is unknown
   */
  public static ExecutionOptions of(Arguments arguments) {
    return new ExecutionOptions(
        arguments.parsed(
            KERNELS,
            text ->
                text.equals(AUTO)
                    ? KernelChoice.ofThisMachine().kernels()
                    : named(Kernels.class, text, AUTO)),
        arguments.parsed(PRECISION, text -> named(Precision.class, text)));
  }

  private static <E extends Enum<E>> E named(Class<E> type, String text, String... others) {
    return Enums.getIfPresent(type, Ascii.toUpperCase(text))
        .toJavaUtil()
        .filter(value -> name(value).equals(text))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s%s, found %s"
                        .formatted(
                            others.length == 0 ? "" : String.join(", ", others) + ", ",
                            String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                    .map(ExecutionOptions::name)
                                    .toList()),
                            text)));
  }

  private static String name(Enum<?> value) {
    return Ascii.toLowerCase(value.name());
  }

  /**
   * Says how to compute.
   *
   * @return kernels and precision
   * @throws DeviceException if this machine can't
   */
  public Execution execution() {
    return checked(
        new Execution(
            kernels.orElseGet(() -> KernelChoice.ofThisMachine().kernels()),
            precision.orElse(Precision.FLOAT32)));
  }

  /**
   * Says how to compute a picture again: as it was, where nothing else was typed.
   *
   * @param compute what its recipe says
   * @return kernels and precision; kernels that this machine doesn't have give way to its own
   * @throws DeviceException if this machine can't
   * @throws IllegalArgumentException if the recipe names what doesn't exist
   */
  public Execution execution(Recipe.Compute compute) {
    Optional<Kernels> recorded =
        compute.kernels().isEmpty()
            ? Optional.empty()
            : Optional.of(named(Kernels.class, compute.kernels()));
    return new ExecutionOptions(
            kernels.or(() -> recorded.filter(ExecutionOptions::runHere)),
            precision.or(() -> Optional.of(named(Precision.class, compute.precision()))))
        .execution();
  }

  private static boolean runHere(Kernels kernels) {
    return new Execution(kernels, Precision.FLOAT32).obstacle().isEmpty();
  }

  /**
   * Says how something is computed, for a recipe.
   *
   * @param execution kernels and precision
   * @return their names
   */
  public static Recipe.Compute recorded(Execution execution) {
    return new Recipe.Compute(name(execution.kernels()), name(execution.precision()));
  }

  private static Execution checked(Execution execution) {
    execution
        .obstacle()
        .ifPresent(
            sentence -> {
              throw new DeviceException(sentence);
            });
    return execution;
  }
}
