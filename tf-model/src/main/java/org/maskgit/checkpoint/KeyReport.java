package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.maskgit.io.DataException;

/**
 * Holds a checkpoint against the tensors that a model needs: all missing, extra and wrongly shaped
 * names together, so that one look tells what a file is. Any float type stands for any other, since
 * weights are converted when they are read; integers don't stand for floats.
 */
public final class KeyReport {
  private final String name;
  private final ImmutableList<TensorSpec> missing;
  private final ImmutableList<TensorSpec> extra;
  private final ImmutableList<Mismatch> misshapen;

  /**
   * A tensor that is there, but with another shape or kind of number.
   *
   * @param expected what the model needs
   * @param found what the file holds
   */
  public record Mismatch(TensorSpec expected, TensorSpec found) {}

  private KeyReport(
      String name,
      ImmutableList<TensorSpec> missing,
      ImmutableList<TensorSpec> extra,
      ImmutableList<Mismatch> misshapen) {
    this.name = name;
    this.missing = missing;
    this.extra = extra;
    this.misshapen = misshapen;
  }

  /**
   * Compares a checkpoint with what a model needs.
   *
   * @param checkpoint the checkpoint
   * @param expected the tensors that must be there, and no others
   * @return the report
   */
  public static KeyReport of(Checkpoint checkpoint, List<TensorSpec> expected) {
    ImmutableMap<String, CheckpointTensor> tensors = checkpoint.tensors();
    ImmutableList.Builder<TensorSpec> missing = ImmutableList.builder();
    ImmutableList.Builder<Mismatch> misshapen = ImmutableList.builder();
    Set<String> known = new HashSet<>();
    for (TensorSpec spec : expected) {
      known.add(spec.name());
      CheckpointTensor found = tensors.get(spec.name());
      if (found == null) {
        missing.add(spec);
      } else if (!found.shape().equals(spec.shape())
          || found.dtype().isFloating() != spec.dtype().isFloating()) {
        misshapen.add(new Mismatch(spec, found.spec()));
      }
    }
    ImmutableList<TensorSpec> extra =
        tensors.values().stream()
            .map(CheckpointTensor::spec)
            .filter(s -> !known.contains(s.name()))
            .collect(ImmutableList.toImmutableList());
    return new KeyReport(checkpoint.name(), missing.build(), extra, misshapen.build());
  }

  /**
   * The tensors that the model needs and the file lacks.
   *
   * @return in the model's order
   */
  public ImmutableList<TensorSpec> missing() {
    return missing;
  }

  /**
   * The tensors that the file holds and the model doesn't know.
   *
   * @return in the file's order
   */
  public ImmutableList<TensorSpec> extra() {
    return extra;
  }

  /**
   * The tensors with another shape than the model needs, or integers where it needs floats.
   *
   * @return in the model's order
   */
  public ImmutableList<Mismatch> misshapen() {
    return misshapen;
  }

  /**
   * Says whether the file fits the model.
   *
   * @return true if nothing is missing, extra or misshapen
   */
  public boolean isComplete() {
    return missing.isEmpty() && extra.isEmpty() && misshapen.isEmpty();
  }

  /**
   * The findings, one line a name.
   *
   * @return lines such as {@code missing: quantizer/codebook float32 [1024, 256]}
   */
  public ImmutableList<String> lines() {
    List<String> lines = new ArrayList<>();
    missing.forEach(s -> lines.add("missing: " + s.name() + " " + s.describe()));
    extra.forEach(s -> lines.add("extra: " + s.name() + " " + s.describe()));
    misshapen.forEach(
        m ->
            lines.add(
                "wrong shape: %s expected %s, found %s"
                    .formatted(
                        m.expected().name(), m.expected().describe(), m.found().describe())));
    return ImmutableList.copyOf(lines);
  }

  /**
   * Insists on a file that fits.
   *
   * @param what the model in words, such as {@code the transformer}
   * @throws DataException if anything is missing, extra or misshapen, with all of it: first a
   *     sentence, then one line a name
   */
  public void requireComplete(String what) {
    if (!isComplete()) {
      throw new DataException(
          "%s doesn't fit %s: %d tensors are missing, %d extra, %d wrongly shaped; %s%n%s"
              .formatted(
                  name,
                  what,
                  missing.size(),
                  extra.size(),
                  misshapen.size(),
                  "check that it is the right file.",
                  String.join(System.lineSeparator(), lines())));
    }
  }
}
