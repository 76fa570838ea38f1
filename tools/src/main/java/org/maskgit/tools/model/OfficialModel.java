package org.maskgit.tools.model;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pairs of checkpoints that the authors of the paper published. */
public enum OfficialModel {
  /** ImageNet at 256×256. */
  IMAGENET256,
  /** ImageNet at 512×512. */
  IMAGENET512;

  /** Where the authors published them. */
  public static final String PUBLISHED =
      "https://storage.googleapis.com/maskgit-public/checkpoints";

  /**
   * Returns the name that is typed.
   *
   * @return such as {@code imagenet256}
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the transformer's file name as published.
   *
   * @return the name
   */
  public String transformerFile() {
    return "maskgit_" + id() + "_checkpoint";
  }

  /**
   * Returns the tokenizer's file name as published.
   *
   * @return the name
   */
  public String tokenizerFile() {
    return "tokenizer_" + id() + "_checkpoint";
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
