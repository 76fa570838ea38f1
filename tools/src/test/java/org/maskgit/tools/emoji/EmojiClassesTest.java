package org.maskgit.tools.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.tools.emoji.EmojiClasses.Emoji;

class EmojiClassesTest {
  @TempDir private Path unpacked;

  @Test
  void subcategoriesBecomeClassesWithSomeSkinTones() throws IOException {
    Files.writeString(
        unpacked.resolve("emoji.json"),
        """
        [{"image": "wave.png", "short_name": "wave", "subcategory": "hand-fingers-open",
          "has_img_google": true,
          "skin_variations": {"1F3FB": {"image": "wave-light.png", "has_img_google": true},
                              "1F3FC": {"image": "wave-other.png", "has_img_google": true}}},
         {"image": "new.png", "short_name": "new", "subcategory": "hand-fingers-open",
          "has_img_google": false},
         {"image": "cat.png", "short_name": "cat", "subcategory": "animal-mammal",
          "has_img_google": true},
         {"image": "feet.png", "short_name": "feet", "subcategory": "animal-mammal",
          "has_img_google": true}]
        """);
    var classes = EmojiClasses.of(unpacked);
    Path folder = unpacked.resolve("img/google/64");
    assertThat(classes).hasSize(16);
    assertThat(classes.get("hand"))
        .containsExactly(
            new Emoji(
                "wave.png",
                ImmutableList.of(folder.resolve("wave.png"), folder.resolve("wave-light.png"))));
    assertThat(classes.get("animal"))
        .containsExactly(new Emoji("cat.png", ImmutableList.of(folder.resolve("cat.png"))));
  }

  @Test
  void somethingElseIsRefused() throws IOException {
    assertThatThrownBy(() -> EmojiClasses.of(unpacked))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found none; run npm pack");
    Files.writeString(unpacked.resolve("emoji.json"), "[{}]");
    assertThatThrownBy(() -> EmojiClasses.of(unpacked))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected the index of emoji-datasource-google 16.0.0");
  }
}
