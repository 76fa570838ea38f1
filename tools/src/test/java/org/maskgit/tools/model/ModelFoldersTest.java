package org.maskgit.tools.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;

final class ModelFoldersTest {
  @TempDir private Path folder;

  @Test
  void modelsLiveWhereTheEnvironmentSays() {
    assertThat(ModelFolders.of(ImmutableMap.of("MASKGIT_HOME", "/h", "XDG_DATA_HOME", "/x")).root())
        .isEqualTo(Path.of("/h/models"));
    assertThat(ModelFolders.of(ImmutableMap.of("XDG_DATA_HOME", "/x")).root())
        .isEqualTo(Path.of("/x/maskgit/models"));
    assertThat(ModelFolders.of(ImmutableMap.of()).root())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/maskgit/models"));
  }

  @Test
  void aModelIsFoundByPathOrName() throws IOException {
    ModelFolders folders = ModelFolders.of(ImmutableMap.of("MASKGIT_HOME", folder.toString()));
    Path own = Files.createDirectories(folders.folder("mine"));
    assertThat(folders.resolve("mine")).isEqualTo(own);
    assertThat(folders.resolve(own.toString())).isEqualTo(own);
  }

  @Test
  void aModelThatIsNotThereSaysHowToGetIt() {
    ModelFolders folders = ModelFolders.of(ImmutableMap.of("MASKGIT_HOME", folder.toString()));
    assertThatThrownBy(() -> folders.resolve("imagenet256"))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("fetch it with 'maskgit download imagenet256'.");
    assertThatThrownBy(() -> folders.resolve("imagnet256"))
        .hasMessageEndingWith("did you mean 'imagenet256'?");
    assertThatThrownBy(() -> folders.resolve("/no/such/folder"))
        .hasMessage("Expected a model at /no/such/folder, found none.");
  }
}
