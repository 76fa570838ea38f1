package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.nio.file.Path;
import java.util.Optional;
import org.maskgit.data.ImageBatch;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImageBatches;
import org.maskgit.data.ImagePasses;
import org.maskgit.data.ImageSet;

/** Pictures of a data set. */
final class SetPictures implements Pictures {
  private final int size;
  private final ImagePasses passes;

  private SetPictures(int size, ImagePasses passes) {
    this.size = size;
    this.passes = passes;
  }

  static Pictures open(Path path, int size, int batchSize) {
    checkArgument(size > 0, "expected a size to bring the pictures of %s to, found none", path);
    ImageSet set = ImageSet.open(path);
    ImageBatchConfig config = ImageBatchConfig.evaluation(batchSize, size);
    return new SetPictures(size, ImagePasses.open(set, config, 1, ImageBatches.START));
  }

  @Override
  public long total() {
    return passes.total();
  }

  @Override
  public Optional<PictureBatch> next() {
    return passes.next().map(this::toBytes);
  }

  private PictureBatch toBytes(ImageBatch batch) {
    return new PictureBatch(batch.size(), size, size, eightBits(batch.pixels(), 255));
  }

  /** Rounds scaled samples, half up. */
  static byte[] eightBits(float[] values, float scale) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (Math.max(0, Math.min(255, values[i] * scale)) + 0.5f);
    }
    return bytes;
  }

  @Override
  public int broken() {
    return passes.broken().size();
  }

  @Override
  public void close() {
    passes.close();
  }
}
