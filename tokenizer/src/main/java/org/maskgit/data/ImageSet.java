package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
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
  private final int[] rows; // rows of the store, rising

  private ImageSet(
      String source,
      ImageStore store,
      ImmutableList<String> names,
      int[] labels,
      ImmutableList<String> classNames,
      int[] rows) {
    this.source = source;
    this.store = store;
    this.names = names;
    this.labels = labels;
    this.classNames = classNames;
    this.rows = rows;
  }

  static ImageSet of(
      String source,
      ImageStore store,
      ImmutableList<String> names,
      int[] labels,
      ImmutableList<String> classNames) {
    return new ImageSet(
        source, store, names, labels, classNames, IntStream.range(0, labels.length).toArray());
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
    return rows.length;
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
    return names.get(rows[index]);
  }

  /**
   * Returns the class of an image.
   *
   * @param index from 0 to size − 1
   * @return from 0 to the number of classes − 1
   */
  public int label(int index) {
    return labels[rows[index]];
  }

  /**
   * Returns the images that are kept out of training: those whose names, hashed, fall into a share.
   * An image falls on the same side whatever else is in the set.
   *
   * @param share how much of each class is kept out, from 0 to 1
   * @return the held-out images
   * @throws DataException if none falls there
   */
  public ImageSet heldOut(double share) {
    return select(row -> hash(row) < share, share);
  }

  /**
   * Returns the images that {@link #heldOut} leaves.
   *
   * @param share how much of each class is kept out, from 0 to 1
   * @return the images to train with
   * @throws DataException if none is left
   */
  public ImageSet without(double share) {
    return select(row -> hash(row) >= share, share);
  }

  private ImageSet select(IntPredicate condition, double share) {
    checkArgument(share >= 0 && share <= 1, "expected a share from 0 to 1, found %s", share);
    int[] selected = IntStream.of(rows).filter(condition).toArray();
    if (selected.length == 0) {
      throw new DataException(
          "%s: expected images on both sides of a held-out share of %s, found all %d on one; choose another share."
              .formatted(source, share, rows.length));
    }
    return new ImageSet(source, store, names, labels, classNames, selected);
  }

  private double hash(int row) {
    long bits =
        Hashing.murmur3_128().hashString(names.get(row), StandardCharsets.UTF_8).asLong() >>> 11;
    return bits * 0x1p-53;
  }

  /**
   * Returns what was opened.
   *
   * @return the path as it was given
   */
  public String source() {
    return source;
  }

  ImageStore store() {
    return store;
  }

  /** The row of the store that holds an image. */
  int row(int index) {
    return rows[index];
  }

  @Override
  public String toString() {
    return "%s: %d images of %d classes".formatted(source, size(), classNames.size());
  }
}
