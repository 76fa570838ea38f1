package org.maskgit.tools.model;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pairs of checkpoints that the authors of the paper published. */
public enum OfficialModel {
  /** ImageNet at 256×256. */
  IMAGENET256("ImageNet 256² transformer"),
  /** ImageNet at 512×512. */
  IMAGENET512("ImageNet 512² transformer");

  /** Where the authors published them. */
  public static final String PUBLISHED =
      "https://storage.googleapis.com/maskgit-public/checkpoints";

  private final String transformerFingerprint;

  OfficialModel(String transformerFingerprint) {
    this.transformerFingerprint = transformerFingerprint;
  }

  /**
   * One of the files.
   *
   * @param name its name as published
   * @param fingerprint what {@link org.maskgit.checkpoint.OfficialFingerprints#model} calls it
   */
  public record File(String name, String fingerprint) {}

  /**
   * Returns the name that is typed.
   *
   * @return such as {@code imagenet256}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the two files as published.
   *
   * @return transformer and tokenizer
   */
  public ImmutableList<File> files() {
    return ImmutableList.of(
        new File("maskgit_" + id() + "_checkpoint", transformerFingerprint),
        new File("tokenizer_" + id() + "_checkpoint", "ImageNet tokenizer"));
  }

  /**
   * Finds a model by the name that is typed.
   *
   * @param id such as {@code imagenet256}
   * @return the model, if there is one of that name
   */
  public static Optional<OfficialModel> find(String id) {
    return Arrays.stream(values()).filter(model -> model.id().equals(id)).findFirst();
  }

  /**
   * Returns all names.
   *
   * @return the names that can be typed
   */
  public static ImmutableList<String> ids() {
    return Arrays.stream(values()).map(OfficialModel::id).collect(ImmutableList.toImmutableList());
  }
}
