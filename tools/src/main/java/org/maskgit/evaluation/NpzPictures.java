package org.maskgit.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

/** Pictures of an {@code .npz} file, streamed. */
final class NpzPictures implements Pictures {
  private static final String[] NAMES = {"arr_0", "images"};

  private final Path file;
  private final NpzReader npz;
  private final NpzReader.Array array;
  private final int height;
  private final int width;
  private final Optional<SquareScaling> scaling;
  private final int batchSize;
  private long left;

  private NpzPictures(Path file, NpzReader npz, NpzReader.Array array, int size, int batchSize) {
    Shape shape = array.header().shape();
    this.file = file;
    this.npz = npz;
    this.array = array;
    this.left = shape.get(0);
    this.height = (int) shape.get(1);
    this.width = (int) shape.get(2);
    boolean fits = size == 0 || (height == size && width == size);
    this.scaling = fits ? Optional.empty() : Optional.of(new SquareScaling(size));
    this.batchSize = batchSize;
  }

  static Pictures open(Path file, int size, int batchSize) {
    NpzReader npz = NpzReader.open(file);
    try {
      return new NpzPictures(file, npz, pictures(npz, file), size, batchSize);
    } catch (IOException e) {
      npz.close();
      throw NpzReader.cantRead(file, e);
    } catch (DataException e) {
      npz.close();
      throw e;
    }
  }

  /** Says whether a file holds pictures. */
  static boolean areIn(Path file) {
    try (NpzReader npz = NpzReader.open(file)) {
      return npz.has(NAMES[0]) || npz.has(NAMES[1]);
    }
  }

  private static NpzReader.Array pictures(NpzReader npz, Path file) throws IOException {
    NpzReader.Array array =
        npz.array(NAMES)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: expected an array \"arr_0\" or \"images\", found %s; save it with numpy.savez(file, x)."
                            .formatted(file, npz.names())));
    Shape shape = array.header().shape();
    if (!array.header().descr().equals("|u1")
        || shape.numDimensions() != 4
        || shape.get(3) != 3
        || shape.size() == 0) {
      throw new DataException(
          "%s: expected pictures as uint8 [n, h, w, 3], found %s %s; convert them with astype and transpose."
              .formatted(file, array.header().descr(), shape));
    }
    return array;
  }

  @Override
  public long total() {
    return array.header().shape().get(0);
  }

  @Override
  public Optional<PictureBatch> next() {
    int count = (int) Math.min(batchSize, left);
    if (count == 0) {
      return Optional.empty();
    }
    left -= count;
    try {
      byte[] samples = array.bytes(Math.multiplyExact(count, 3 * height * width));
      PictureBatch batch = new PictureBatch(count, height, width, samples);
      return Optional.of(scaling.map(scale -> scale.apply(batch)).orElse(batch));
    } catch (IOException e) {
      throw NpzReader.cantRead(file, e);
    }
  }

  @Override
  public int broken() {
    return 0;
  }

  @Override
  public void close() {
    scaling.ifPresent(SquareScaling::close);
    npz.close();
  }
}
