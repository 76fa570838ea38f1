package org.maskgit;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.maskgit.graph.Device;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.opaque.OpaqueModel;
import org.maskgit.transformer.ClassNames;

/**
 * A model that another program wrote. Its signatures don't tell how many classes it knows: they are
 * taken to be those of ImageNet, on which all published models were trained.
 *
 * @param model the model
 * @param grid the side of its token grid
 */
record OpaqueNetworks(OpaqueModel model, int grid) implements Networks {
  private static final int IMAGENET_CLASSES = 1000;

  static OpaqueNetworks load(Path folder, Device device) {
    OpaqueModel model = OpaqueModel.load(folder, device);
    int grid = (int) Math.sqrt(model.positions() - 1);
    if (grid == 0 || grid * grid + 1 != model.positions()) {
      model.close();
      throw new DataException(
          "%s: expected logits of a class token and a square of tokens, found %d positions; export"
                  .formatted(folder, model.positions())
              + " it so.");
    }
    return new OpaqueNetworks(model, grid);
  }

  @Override
  public float[] logits(int[][] tokens) {
    return model.logits(tokens);
  }

  @Override
  public int[][] encode(List<Image> images) {
    return model.encode(images);
  }

  @Override
  public ImmutableList<Image> decode(int[][] tokens) {
    return model.decode(tokens);
  }

  @Override
  public int imageSize() {
    return model.imageSize();
  }

  @Override
  public int classes() {
    return IMAGENET_CLASSES;
  }

  @Override
  public Optional<ClassNames> classNames() {
    return Optional.empty();
  }

  @Override
  public OptionalInt unconditionalToken() {
    return OptionalInt.empty();
  }

  @Override
  public int codebookSize() {
    return model.codebookSize();
  }

  @Override
  public void close() {
    model.close();
  }
}
