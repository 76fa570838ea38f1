package org.maskgit.opaque;

import com.google.common.collect.ImmutableList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.DType;
import org.maskgit.graph.Device;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.sampler.TokensToLogits;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A SavedModel that is run by its signatures, whatever network stands behind them:
 *
 * <ul>
 *   <li>{@code tokens} int32 [n, positions] → {@code logits} float32 [n, positions, codebook], the
 *       class token (codebook + label) first, −1 = masked; needed;
 *   <li>{@code tokens} int32 [n, grid, grid] or [n, grid²] → {@code image} float32 [n, height,
 *       width, 3] in [0, 1];
 *   <li>{@code image} → {@code tokens}, as above.
 * </ul>
 *
 * <p>The signatures may be called anything; each has this one input and this one output among
 * others. All sizes but n must be fixed; where n is, rows are filled up to it. jax2tf writes such
 * models: their StableHLO must be one that this TensorFlow reads, which shows when they are first
 * run.
 *
 * <p>Safe for use by several threads; close it to free its memory. A closed one throws {@link
 * IllegalStateException}.
 */
public final class OpaqueModel implements TokensToLogits, AutoCloseable {
  private static final String TOKENS = "tokens";
  private static final String LOGITS = "logits";
  private static final String IMAGE = "image";

  private final Path folder;
  private final SavedModelBundle bundle;
  private final SignatureCall predict;
  private final Optional<SignatureCall> decode;
  private final Optional<SignatureCall> encode;

  private OpaqueModel(
      Path folder,
      SavedModelBundle bundle,
      SignatureCall predict,
      Optional<SignatureCall> decode,
      Optional<SignatureCall> encode) {
    this.folder = folder;
    this.bundle = bundle;
    this.predict = predict;
    this.decode = decode;
    this.encode = encode;
  }

  /**
   * Loads a SavedModel.
   *
   * @param folder the folder of {@code saved_model.pb}
   * @return the model
   * @throws DataException if there is none, it can't be loaded, or it lacks the signature from
   *     tokens to logits
   */
  public static OpaqueModel load(Path folder) {
    return load(folder, Device.CPU);
  }

  /**
   * Loads a SavedModel where it is to compute.
   *
   * @param folder the folder of {@code saved_model.pb}
   * @param device where; kernels and types are those of the export
   * @return the model
   * @throws DataException if there is none, it can't be loaded, or it lacks the signature from
   *     tokens to logits
   * @throws org.maskgit.graph.DeviceException if the device is missing; a server can't load one
   */
  public static OpaqueModel load(Path folder, Device device) {
    requireReadable(folder);
    device.requireLocal();
    SavedModelBundle bundle;
    try {
      bundle =
          SavedModelBundle.loader(folder.toString())
              .withTags("serve")
              .withConfigProto(device.settings())
              .load();
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw new DataException(
          "Can't load the SavedModel %s: %s.".formatted(folder, firstLine(e)), e);
    }
    try {
      SignatureCall predict =
          SignatureCall.find(bundle, folder, TOKENS, LOGITS)
              .orElseThrow(() -> lacking(folder, TOKENS, LOGITS))
              .require(DType.INT32, List.of(2), DType.FLOAT32, List.of(3));
      Optional<SignatureCall> decode =
          SignatureCall.find(bundle, folder, TOKENS, IMAGE)
              .map(call -> call.require(DType.INT32, List.of(2, 3), DType.FLOAT32, List.of(4)));
      Optional<SignatureCall> encode =
          SignatureCall.find(bundle, folder, IMAGE, TOKENS)
              .map(call -> call.require(DType.FLOAT32, List.of(4), DType.INT32, List.of(2, 3)));
      return new OpaqueModel(folder, bundle, predict, decode, encode);
    } catch (RuntimeException | Error e) {
      bundle.close();
      throw e;
    }
  }

  /** TensorFlow ends the process on some damaged indexes, so they are read here before. */
  private static void requireReadable(Path folder) {
    if (!Files.isRegularFile(folder.resolve("saved_model.pb"))) {
      throw new DataException(
          "Expected a SavedModel at %s, found no saved_model.pb in it; check the path."
              .formatted(folder));
    }
    Checkpoint.files(folder);
  }

  private static DataException lacking(Path folder, String input, String output) {
    return new DataException(
        "%s: expected a signature from %s to %s, found none; export one with these names."
            .formatted(folder, input, output));
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /**
   * Predicts every token.
   *
   * @param tokens [batch][positions], the class token first, −1 = masked
   * @return logits in C order, [batch, positions, codebook]
   * @throws IllegalArgumentException if the tokens have another shape
   * @throws DataException if the model can't be run, or gives NaN
   * @throws IllegalStateException if the model is closed
   */
  @Override
  public float[] logits(int[][] tokens) {
    requireRows(tokens, positions());
    return predict.floats(tokens);
  }

  /**
   * Turns tokens into images.
   *
   * @param tokens [image][grid²], row by row
   * @return the images, in [0, 1] but not clipped
   * @throws IllegalArgumentException if the tokens have another shape
   * @throws DataException if the model has no such signature, can't be run, or gives NaN
   * @throws IllegalStateException if the model is closed
   */
  public ImmutableList<Image> decode(int[][] tokens) {
    SignatureCall call = decode.orElseThrow(() -> lacking(folder, TOKENS, IMAGE));
    requireRows(tokens, positions() - 1);
    float[] pixels = call.floats(tokens);
    int size = pixels.length / tokens.length;
    ImmutableList.Builder<Image> images = ImmutableList.builder();
    for (int i = 0; i < tokens.length; i++) {
      images.add(
          new Image(
              call.outputSize(1),
              call.outputSize(2),
              Arrays.copyOfRange(pixels, i * size, (i + 1) * size)));
    }
    return images.build();
  }

  /**
   * Turns images into tokens.
   *
   * @param images RGB in [0, 1], of the size that {@link #decode} gives
   * @return [image][grid²], row by row
   * @throws DataException if the model has no such signature or can't be run
   * @throws IllegalStateException if the model is closed
   */
  public int[][] encode(List<Image> images) {
    SignatureCall call = encode.orElseThrow(() -> lacking(folder, IMAGE, TOKENS));
    return images.stream().map(call::tokens).toArray(int[][]::new);
  }

  private static void requireRows(int[][] tokens, int length) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("expected at least one row of tokens, found none");
    }
    for (int[] row : tokens) {
      if (row.length != length) {
        throw new IllegalArgumentException(
            "expected %d tokens, found %d".formatted(length, row.length));
      }
    }
  }

  /**
   * Returns the length of a sequence.
   *
   * @return grid² + 1
   */
  public int positions() {
    return predict.outputSize(1);
  }

  /**
   * Returns the number of visual tokens.
   *
   * @return the last dimension of the logits
   */
  public int codebookSize() {
    return predict.outputSize(2);
  }

  /**
   * Returns the side of a decoded image.
   *
   * @return pixels
   * @throws DataException if the model has no signature from tokens to images
   */
  public int imageSize() {
    return decode.orElseThrow(() -> lacking(folder, TOKENS, IMAGE)).outputSize(1);
  }

  /** Frees the weights. */
  @Override
  public void close() {
    bundle.close();
  }
}
