package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/**
 * The images of a data set, not yet decoded: their names, their classes, and where they lie.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class ImageSet {
  private final String source;
  private final ImageStore store;
  private final ImmutableList<String> names;
  private final int[] labels;
  private final ImmutableList<String> classNames;

  private ImageSet(
      String source,
      ImageStore store,
      ImmutableList<String> names,
      int[] labels,
      ImmutableList<String> classNames) {
    this.source = source;
    this.store = store;
    this.names = names;
    this.labels = labels;
    this.classNames = classNames;
  }

  static ImageSet of(
      String source,
      ImageStore store,
      ImmutableList<String> names,
      int[] labels,
      ImmutableList<String> classNames) {
    return new ImageSet(source, store, names, labels, classNames);
  }

  /**
   * Opens a data set; its kind is recognised by what is there.
   *
   * <ul>
   *   <li>a folder of {@code class/…/name.png} or {@code .jpg}: the folders' names, sorted, are the
   *       classes;
   *   <li>a {@code .npz} file: uint8 [n, h, w, 3] under {@code arr_0} or {@code images}, labels
   *       under {@code arr_1} or {@code labels} if there are any;
   *   <li>an IDX file of images ({@code …-images-idx3-ubyte}, also {@code .gz}) with its labels
   *       beside it ({@code …-labels-idx1-ubyte});
   *   <li>a TFRecord file, or a folder of such ({@code .tfrecord} or {@code name-00000-of-00008}),
   *       of {@code tf.Example} with {@code image/encoded} and {@code image/class/label}.
   * </ul>
   *
   * @param path the folder or file
   * @return the set, of at least one image
   * @throws DataException if it is missing, empty, damaged or of another kind
   */
  public static ImageSet open(Path path) {
    return ImageSets.open(path);
  }

  /**
   * Returns the number of images.
   *
   * @return at least 1
   */
  public int size() {
    return labels.length;
  }

  /**
   * Returns the classes.
   *
   * @return their names in the order of their labels
   */
  public ImmutableList<String> classNames() {
    return classNames;
  }

  /**
   * Names an image.
   *
   * @param index from 0 to size − 1
   * @return its path in the folder, or its number in the file
   */
  public String name(int index) {
    return names.get(index);
  }

  /**
   * Returns the class of an image.
   *
   * @param index from 0 to size − 1
   * @return from 0 to the number of classes − 1
   */
  public int label(int index) {
    return labels[index];
  }

  /**
   * Returns what was opened.
   *
   * @return the path as it was given
   */
  public String source() {
    return source;
  }

  /**
   * Returns the files that the images are read from.
   *
   * @return the image files in the order of the images, the TFRecord files in theirs, or the one
   *     file that holds all images
   */
  public ImmutableList<Path> files() {
    return store.files().isEmpty() ? ImmutableList.of(Path.of(source)) : store.files();
  }

  ImageStore store() {
    return store;
  }

  @Override
  public String toString() {
    return "%s: %d images of %d classes".formatted(source, size(), classNames.size());
  }
}
