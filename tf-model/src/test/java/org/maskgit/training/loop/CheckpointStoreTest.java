package org.maskgit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

/** Which checkpoints of a run stay, and which one is gone on from. */
class CheckpointStoreTest {
  @TempDir private Path folder;

  private CheckpointStore store;

  @BeforeEach
  void open() {
    store = CheckpointStore.open(folder);
  }

  private void write(long step) {
    CheckpointTensor tensor = CheckpointTensor.of("step", Shape.of(1), new float[] {step});
    Checkpoint.of("step", List.of(tensor)).write(store.file(step), CheckpointFormat.SAFETENSORS);
  }

  private void cut(long step, int length) throws IOException {
    byte[] whole = Files.readAllBytes(store.file(step));
    Files.write(store.file(step), Arrays.copyOf(whole, length));
  }

  private List<Long> steps() {
    return store.list().stream().map(CheckpointStore.Entry::step).toList();
  }

  @Test
  void theLastOnesAndTheFirstOfEverySpanStay() throws IOException {
    for (long step : new long[] {50, 90, 110, 140, 230, 260, 300, 310, 320}) {
      Files.createFile(store.file(step));
    }
    store.prune(2, 100);
    assertThat(steps()).containsExactly(110L, 230L, 300L, 310L, 320L);
    store.prune(2, 100);
    assertThat(steps()).containsExactly(110L, 230L, 300L, 310L, 320L);
    store.prune(1, 0);
    assertThat(steps()).containsExactly(320L);
  }

  @Test
  void whatStaysIsTheSameWhetherItIsPrunedOnceOrAfterEveryCheckpoint() throws IOException {
    for (long step = 7; step <= 700; step += 7) {
      Files.createFile(store.file(step));
      store.prune(3, 100);
    }
    assertThat(steps()).containsExactly(105L, 203L, 301L, 406L, 504L, 602L, 686L, 693L, 700L);
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    List<Path> others =
        List.of(
            folder.resolve("step-12.safetensors"),
            folder.resolve("step-0000000012.safetensors.old"),
            folder.resolve("best.safetensors"));
    for (Path other : others) {
      Files.createFile(other);
    }
    write(1);
    write(2);
    store.prune(1, 0);
    assertThat(steps()).containsExactly(2L);
    assertThat(others).allSatisfy(other -> assertThat(other).exists());
  }

  @Test
  void halfWrittenFilesAreCleanedAway() throws IOException {
    write(1);
    Path half = Files.createFile(folder.resolve(".step-0000000002.safetensors.4711.1"));
    store.clean();
    assertThat(half).doesNotExist();
    assertThat(steps()).containsExactly(1L);
  }

  @Test
  void theNewestOneIsOpened() {
    assertThat(store.newest()).isEmpty();
    write(9);
    write(10);
    assertThat(store.newest().orElseThrow().tensor("step").floats()).containsExactly(10);
  }

  @Test
  void damagedOnesArePassedOver() throws IOException {
    write(8);
    write(9);
    write(10);
    cut(9, 0);
    cut(10, (int) Files.size(store.file(10)) - 1);
    assertThat(store.newest().orElseThrow().tensor("step").floats()).containsExactly(8);
  }

  @Test
  void ifAllAreDamagedTheNewestIsNamed() throws IOException {
    write(9);
    write(10);
    cut(9, 3);
    cut(10, 3);
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("step-0000000010.safetensors");
  }

  @Test
  void aFolderThatIsGoneSaysSo() throws IOException {
    Files.delete(folder);
    assertThatThrownBy(store::list)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Can't list " + folder);
    Files.createDirectory(folder);
  }
}
