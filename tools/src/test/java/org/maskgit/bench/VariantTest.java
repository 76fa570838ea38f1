package org.maskgit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VariantTest {
  private static final List<String> OWN = List.of("java", "Main");
  private static final List<String> SETTINGS = List.of("--work", "image");

  @Test
  void ourOwnGetsItsOptionsAndTheSettings() {
    Variant variant = Variant.own("two words=ONE=1 TWO_2=b=c --precision bfloat16");
    assertThat(variant.name()).isEqualTo("two words");
    assertThat(variant.environment()).isEqualTo(Map.of("ONE", "1", "TWO_2", "b=c"));
    assertThat(variant.command(OWN, SETTINGS))
        .containsExactly("java", "Main", "--precision", "bfloat16", "--work", "image");
    assertThat(Variant.own("plain").command(OWN, SETTINGS))
        .containsExactly("java", "Main", "--work", "image");
  }

  @Test
  void anotherProgramsIsAWholeCommand() {
    Variant variant = Variant.outside("JAX=python 'a folder/worker.py' --mode jit");
    assertThat(variant.command(OWN, SETTINGS))
        .containsExactly("python", "a folder/worker.py", "--mode", "jit", "--work", "image");
    assertThatThrownBy(() -> Variant.outside("JAX=ONE=1"))
        .hasMessage("expected NAME=COMMAND, found no command in 'JAX=ONE=1'");
    assertThatThrownBy(() -> Variant.own("=--x"))
        .hasMessage("expected a name before the =, found '=--x'");
  }
}
