package org.maskgit.tools.model;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;

/** The files that the field's evaluator (ADM's, of guided-diffusion) needs. */
public enum EvaluationFile {
  /** The Inception network of 2015. */
  INCEPTION("inception", "", "classify_image_graph_def.pb", "about 100 MB"),
  /** Pictures and moments of ImageNet at 256×256. */
  ADM_IMAGENET256(
      "adm-imagenet256",
      "imagenet/256/",
      "VIRTUAL_imagenet256_labeled.npz",
      "about 2 GB: 10,000 pictures"),
  /** Pictures and moments of ImageNet at 512×512. */
  ADM_IMAGENET512(
      "adm-imagenet512", "imagenet/512/", "VIRTUAL_imagenet512.npz", "about 8 GB: 10,000 pictures");

  /** Where they were published. */
  public static final String PUBLISHED =
      "https://openaipublic.blob.core.windows.net/diffusion/jul-2021/ref_batches/";

  private final String id;
  private final String folder;
  private final String file;
  private final String size;

  EvaluationFile(String id, String folder, String file, String size) {
    this.id = id;
    this.folder = folder;
    this.file = file;
    this.size = size;
  }

  /**
   * Returns the name that is typed, which is that of its folder, too.
   *
   * @return such as {@code inception}
   */
  public String id() {
    return id;
  }

  /**
   * Returns the file's name.
   *
   * @return as published
   */
  public String file() {
    return file;
  }

  /**
   * Returns how large it is.
   *
   * @return in words
   */
  public String size() {
    return size;
  }

  /**
   * Returns where it was published.
   *
   * @return the address of its folder
   */
  public String place() {
    return PUBLISHED + folder;
  }

  /**
   * Finds a file by the name that is typed.
   *
   * @param id such as {@code inception}
   * @return the file, if there is one of that name
   */
  public static Optional<EvaluationFile> find(String id) {
    return Arrays.stream(values()).filter(file -> file.id.equals(id)).findFirst();
  }

  /**
   * Returns all names.
   *
   * @return the names that can be typed
   */
  public static ImmutableList<String> ids() {
    return Arrays.stream(values()).map(EvaluationFile::id).collect(ImmutableList.toImmutableList());
  }
}
