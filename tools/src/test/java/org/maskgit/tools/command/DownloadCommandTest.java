package org.maskgit.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.CommandTable;
import org.maskgit.tools.cli.Dispatcher;
import org.maskgit.tools.cli.ExitCode;
import org.maskgit.tools.cli.Interruption;
import org.maskgit.tools.model.OfficialModel;

/** What is fetched, checked and kept, with files that only this test takes for official ones. */
final class DownloadCommandTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> checked = new ArrayList<>();

  private void check(Path path, OfficialModel.File expected) {
    checked.add(expected.name());
    try {
      if (!Files.readString(path).equals("weights of " + expected.name())) {
        throw new DataException("not " + expected.name());
      }
    } catch (IOException e) {
      throw new DataException("unreadable", e);
    }
  }

  private ExitCode download(Path from) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Dispatcher(
            CommandTable.of(List.of(new DownloadCommand(this::check))),
            "",
            ImmutableMap.of("MASKGIT_HOME", folder.resolve("home").toString()),
            stream,
            stream,
            false)
        .run(List.of("download", "imagenet512", "--from", from.toString()), Interruption.create());
  }

  private Path mirror() throws IOException {
    Path mirror = Files.createDirectories(folder.resolve("mirror"));
    for (OfficialModel.File file : OfficialModel.IMAGENET512.files()) {
      Files.writeString(mirror.resolve(file.name()), "weights of " + file.name());
    }
    return mirror;
  }

  @Test
  void bothFilesAreFetchedOnceAndCheckedAgain() throws IOException {
    Path mirror = mirror();
    assertThat(download(mirror)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(ExitCode.OK);
    Path model = folder.resolve("home/models/imagenet512");
    assertThat(model.resolve("maskgit_imagenet512_checkpoint"))
        .hasContent("weights of maskgit_imagenet512_checkpoint");
    assertThat(model.resolve("tokenizer_imagenet512_checkpoint")).exists();
    assertThat(checked).hasSize(2);
    assertThat(download(folder.resolve("gone"))).isEqualTo(ExitCode.OK);
    assertThat(checked).hasSize(4);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("is there already", "Use it with --model imagenet512.");
  }

  @Test
  void aFileThatWasDamagedIsFetchedAgain() throws IOException {
    Path mirror = mirror();
    download(mirror);
    Path tokenizer = folder.resolve("home/models/imagenet512/tokenizer_imagenet512_checkpoint");
    Files.writeString(tokenizer, "damaged");
    assertThat(download(mirror)).isEqualTo(ExitCode.OK);
    assertThat(tokenizer).hasContent("weights of tokenizer_imagenet512_checkpoint");
  }

  @Test
  void aModelFolderThatCannotBeMadeEndsInOneSentence() throws IOException {
    Files.writeString(folder.resolve("home"), "a file");
    assertThat(download(mirror())).isEqualTo(ExitCode.DATA);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Can't create the model folder");
  }
}
