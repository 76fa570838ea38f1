package org.maskgit.tools.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.tools.cli.UsageException;

final class LabelsTest {
  private final Labels labels = Labels.imageNet();

  @Test
  void thereAreAThousandNamesWithoutCommas() {
    assertThat(labels.size()).isEqualTo(1000);
    for (int label = 0; label < labels.size(); label++) {
      assertThat(labels.name(label)).get().asString().isNotBlank().doesNotContain(",");
    }
    assertThat(labels.name(1000)).isEmpty();
    assertThat(labels.name(-1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, tench",
    "22, bald eagle",
    "88, macaw",
    "207, golden retriever",
    "388, giant panda",
    "985, daisy",
    "999, toilet tissue"
  })
  void theOrderIsThatOfTheClassIndices(int label, String name) {
    assertThat(labels.name(label)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "207, 207",
    "golden retriever, 207",
    "Golden Retriever, 207",
    "n retr, 207",
    "' daisy ', 985",
    "Cardigan, 264",
    "cardigan, 474",
    "hen, 8"
  })
  void aClassIsFoundByNumberOrName(String typed, int label) {
    assertThat(labels.parseList(typed)).containsExactly(label);
  }

  @Test
  void severalAreSeparatedByCommas() {
    assertThat(labels.parseList("207, daisy,0")).containsExactly(207, 985, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1        | --label: expected the number of a class, found -1.",
        "99999999999 | --label: expected the number of a class, found 99999999999.",
        "'207,'    | --label: found an empty entry; give a number or a name, or several with"
            + " commas.",
        "goldne retriever | --label: no class is called 'goldne retriever'; did you mean 'golden"
            + " retriever'?",
        "xyzzyplugh | --label: no class is called 'xyzzyplugh'.",
      })
  void whatIsNoClassEndsInOneSentence(String typed, String sentence) {
    assertThatThrownBy(() -> labels.parseList(typed))
        .isInstanceOf(UsageException.class)
        .hasMessage(sentence);
  }

  @Test
  void aNameThatFitsSeveralListsThem() {
    assertThatThrownBy(() -> labels.parseList("tabby,retriever"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'retriever' fits")
        .hasMessageContaining("205 flat-coated retriever, 206 ")
        .hasMessageContaining("207 golden retriever");
    assertThatThrownBy(() -> labels.parseList("CARDIGAN"))
        .hasMessageContaining("264 Cardigan")
        .hasMessageContaining("474 cardigan");
    assertThatThrownBy(() -> labels.parseList("a")).hasMessageEndingWith(", ….");
  }
}
