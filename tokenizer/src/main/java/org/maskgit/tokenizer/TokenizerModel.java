package org.maskgit.tokenizer;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.graph.Execution;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Precision;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A tokenizer with its weights, ready to turn images into codes and back. Images go through one by
 * one: a batch gains no time on a CPU and multiplies the memory. The encoder is loaded when the
 * first image is to be encoded; who only generates never needs it.
 *
 * <p>Safe for use by several threads; close it to free its memory.
 */
public final class TokenizerModel implements AutoCloseable {
  private static final String IMAGE = "image";
  private static final String INDICES = "indices";
  private static final String CODES = "codes";
  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";
  private static final String QUANTIZER = "quantizer";
  private static final String WHAT = "the tokenizer";

  private final TokenizerConfig config;
  private final String name;
  private final ModelSession decoder;
  private final OnDemand encoder;

  private TokenizerModel(
      TokenizerConfig config, String name, ModelSession decoder, OnDemand encoder) {
    this.config = config;
    this.name = name;
    this.decoder = decoder;
    this.encoder = encoder;
  }

  /**
   * Builds the decoder, to compute in float32, and loads its weights.
   *
   * @param checkpoint a tokenizer's checkpoint, under the official names or those of its PyTorch
   *     ports; the sizes are derived from its shapes
   * @return the model
   * @throws DataException if the checkpoint is no tokenizer or lacks keys
   */
  public static TokenizerModel load(Checkpoint checkpoint) {
    return load(checkpoint, Execution.PORTABLE);
  }

  /**
   * Builds the decoder and loads its weights. The encoder computes in float32 always: of two codes
   * that are nearly as near, rounding would take another.
   *
   * @param checkpoint a tokenizer's checkpoint, under the official names or those of its PyTorch
   *     ports; the sizes are derived from its shapes
   * @param execution how the decoder computes; its convolutions are the same with all kernels
   * @return the model
   * @throws DataException if the checkpoint is no tokenizer or lacks keys
   * @throws org.maskgit.graph.DeviceException if the device is missing or can't compute so
   */
  public static TokenizerModel load(Checkpoint checkpoint, Execution execution) {
    Checkpoint weights = TorchNames.toFlax(checkpoint);
    TokenizerConfig config = TokenizerConfig.of(weights);
    report(weights, config).requireComplete(WHAT);
    return new TokenizerModel(
        config,
        weights.name(),
        ModelSession.open(
            root -> buildDecoder(root, config), WHAT, half(weights, DECODER), execution),
        new OnDemand(
            () ->
                ModelSession.open(
                    root -> buildEncoder(root, config),
                    WHAT,
                    half(weights, ENCODER),
                    Execution.of(execution.device(), Precision.FLOAT32))));
  }

  /** What the encoder or the decoder needs, which both includes the codebook. */
  private static Checkpoint half(Checkpoint weights, String module) {
    return Checkpoint.of(
        weights.name(),
        weights.tensors().values().stream()
            .filter(
                tensor ->
                    tensor.name().startsWith(module + "/")
                        || tensor.name().startsWith(QUANTIZER + "/"))
            .toList());
  }

  /**
   * Holds a checkpoint against what a tokenizer of its sizes needs.
   *
   * @param checkpoint a tokenizer's checkpoint, under the official names or those of its PyTorch
   *     ports
   * @return all missing, extra and wrongly shaped keys, by their official names
   * @throws DataException if the checkpoint is no tokenizer
   */
  public static KeyReport report(Checkpoint checkpoint) {
    Checkpoint weights = TorchNames.toFlax(checkpoint);
    return report(weights, TokenizerConfig.of(weights));
  }

  private static KeyReport report(Checkpoint weights, TokenizerConfig config) {
    return KeyReport.of(weights, ModelSession.parameters(root -> buildBoth(root, config)));
  }

  private static void buildBoth(ModuleScope root, TokenizerConfig config) {
    buildEncoder(root, config);
    buildDecoder(root, config);
  }

  private static void buildEncoder(ModuleScope root, TokenizerConfig config) {
    Ops tf = root.tf();
    Operand<TFloat32> image =
        tf.withName(IMAGE).placeholder(TFloat32.class, Placeholder.shape(Shape.of(1, -1, -1, 3)));
    Operand<TFloat32> features = Encoder.apply(root.module(ENCODER), config, image);
    tf.withName(INDICES)
        .identity(VectorQuantizer.indices(root.module(QUANTIZER), config, features));
  }

  private static void buildDecoder(ModuleScope root, TokenizerConfig config) {
    Operand<TInt32> codes =
        root.tf().withName(CODES).placeholder(TInt32.class, Placeholder.shape(Shape.of(1, -1, -1)));
    Operand<TFloat32> quantized =
        VectorQuantizer.lookUp(root.module(QUANTIZER).inFloat32(), config, codes);
    Decoder.apply(root.module(DECODER), config, quantized);
  }

  /**
   * Returns the sizes.
   *
   * @return the sizes derived from the checkpoint
   */
  public TokenizerConfig config() {
    return config;
  }

  /**
   * Turns images into codes.
   *
   * @param images RGB in [0, 1]; height and width are multiples of {@link TokenizerConfig#factor()}
   * @return the codes of each image, row by row: [image][height / factor · width / factor]
   * @throws IllegalArgumentException if an image's size is no multiple of the factor
   * @throws IllegalStateException if the model is closed
   */
  public int[][] encode(List<Image> images) {
    return images.stream().map(this::encode).toArray(int[][]::new);
  }

  private int[] encode(Image image) {
    int factor = config.factor();
    if (image.height() % factor != 0 || image.width() % factor != 0) {
      throw new IllegalArgumentException(
          "expected an image whose sides are multiples of %d, found %d×%d"
              .formatted(factor, image.height(), image.width()));
    }
    try (TFloat32 pixels = tensor(image);
        Result result = encoder.get().runner().feed(IMAGE, pixels).fetch(INDICES).run()) {
      TInt32 indices = (TInt32) result.get(0);
      int[] codes = new int[Math.toIntExact(indices.size())];
      indices.copyTo(DataBuffers.of(codes));
      return codes;
    }
  }

  /**
   * Turns square grids of codes into images.
   *
   * @param codes [image][grid²], row by row, each from 0 to the codebook's size − 1
   * @return one image each, of grid · factor pixels a side; values may lie outside [0, 1]
   * @throws IllegalArgumentException if the codes are no square or out of range
   * @throws DataException if the weights make the image NaN
   * @throws IllegalStateException if the model is closed
   */
  public ImmutableList<Image> decode(int[][] codes) {
    ImmutableList.Builder<Image> images = ImmutableList.builder();
    for (int[] grid : codes) {
      images.add(decode(grid));
    }
    return images.build();
  }

  private Image decode(int[] codes) {
    int side = (int) Math.sqrt(codes.length);
    if (side == 0 || side * side != codes.length) {
      throw new IllegalArgumentException(
          "expected a square grid of codes, found %d codes".formatted(codes.length));
    }
    for (int code : codes) {
      if (code < 0 || code >= config.codebookSize()) {
        throw new IllegalArgumentException(
            "expected codes from 0 to %d, found %d".formatted(config.codebookSize() - 1, code));
      }
    }
    float[] pixels = fetch(DECODER, codes, side);
    for (float value : pixels) {
      if (Float.isNaN(value)) {
        throw new DataException(
            ("%s gives pixels that are NaN: expected finite weights; inspect the file to see which"
                    + " tensors are damaged.")
                .formatted(name));
      }
    }
    return new Image(side * config.factor(), side * config.factor(), pixels);
  }

  /** Runs the decoder's side of the network up to one module, on one square grid of codes. */
  float[] fetch(String module, int[] codes, int side) {
    try (TInt32 grid = TInt32.tensorOf(Shape.of(1, side, side), DataBuffers.of(codes));
        Result result = decoder.runner().feed(CODES, grid).fetch(decoder.output(module)).run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  /** Runs the encoder's side of the network up to one module, on one image. */
  float[] fetch(String module, Image image) {
    ModelSession session = encoder.get();
    try (TFloat32 pixels = tensor(image);
        Result result = session.runner().feed(IMAGE, pixels).fetch(session.output(module)).run()) {
      return floats((TFloat32) result.get(0));
    }
  }

  private static TFloat32 tensor(Image image) {
    Shape shape = Shape.of(1, image.height(), image.width(), 3);
    return TFloat32.tensorOf(shape, DataBuffers.of(image.rgb()));
  }

  private static float[] floats(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.copyTo(DataBuffers.of(values));
    return values;
  }

  /** Frees the weights. */
  @Override
  public void close() {
    decoder.close();
    encoder.close();
  }
}
