package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;

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
   * What people call it.
   *
   * @return {@code transformer} or {@code tokenizer}
   */
  public String label() {
    return label;
  }

  /**
   * Recognises a model.
   *
   * @param checkpoint the checkpoint
   * @return the kind, or nothing for other models
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
