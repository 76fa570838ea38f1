package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;
import org.maskgit.io.DataException;

/** Which of MaskGIT's two models a checkpoint holds, seen from its names. */
public enum ModelKind {
  /** The bidirectional transformer over tokens. */
  TRANSFORMER("transformer", ImmutableSet.of("Embed_0/word_embeddings/embedding")),
  /** The VQGAN between images and tokens, under Flax names or those of the PyTorch ports. */
  TOKENIZER("tokenizer", ImmutableSet.of("quantizer/codebook", "quantize.embedding.weight"));

  private final String label;
  private final ImmutableSet<String> marks;

  ModelKind(String label, ImmutableSet<String> marks) {
    this.label = label;
    this.marks = marks;
  }

  /**
   * Finds such a model among a checkpoint's tensors, whatever stands before their names: at the
   * top, under {@code transformer/} and {@code tokenizer/} as in our SavedModels, or under another
   * attribute of a Python object.
   *
   * @param checkpoint the checkpoint
   * @return the checkpoint itself if the model's names begin at its top, else the tensors below the
   *     model's place; nothing if there is no such model
   * @throws DataException if there are several
   */
  public Optional<Checkpoint> in(Checkpoint checkpoint) {
    ImmutableSet<String> places = places(checkpoint.tensors().keySet());
    if (places.isEmpty() || places.contains("")) {
      return places.isEmpty() ? Optional.empty() : Optional.of(checkpoint);
    }
    if (places.size() > 1) {
      throw new DataException(
          "%s: expected one %s, found several, under %s; name a file that holds one."
              .formatted(checkpoint.name(), label, String.join(" and ", places)));
    }
    String place = places.iterator().next();
    return Optional.of(
        checkpoint.withTensors(
            checkpoint.tensors().values().stream()
                .filter(tensor -> tensor.name().startsWith(place))
                .map(tensor -> tensor.named(tensor.name().substring(place.length())))
                .toList()));
  }

  /** What stands before the marks among the names. */
  ImmutableSet<String> places(Set<String> names) {
    ImmutableSet.Builder<String> places = ImmutableSet.builder();
    for (String name : names) {
      for (String mark : marks) {
        if (name.equals(mark) || name.endsWith("/" + mark)) {
          places.add(name.substring(0, name.length() - mark.length()));
        }
      }
    }
    return places.build();
  }

  /**
   * What people call it.
   *
   * @return {@code transformer} or {@code tokenizer}
   */
  public String label() {
    return label;
  }

  /**
   * Recognises a model whose names begin at the checkpoint's top.
   *
   * @param checkpoint the checkpoint
   * @return the kind, or nothing for other models, and where the names begin with something else
   */
  public static Optional<ModelKind> of(Checkpoint checkpoint) {
    for (ModelKind kind : values()) {
      if (kind.marks.stream().anyMatch(checkpoint.tensors()::containsKey)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
