package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.training.MovingAverage;
import org.maskgit.training.RandomStreams;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * A training of the tokenizer: its graph, its session and its whole state in native memory.
 *
 * <p>A step is a function of the state and the batch; nothing in it is random. It computes the
 * gradients of generator and discriminator from one forward pass, then updates both. The graph is
 * built once, a step adds nothing to it. Not safe for use by several threads; close it to free its
 * memory.
 *
 * <pre>{@code
 * try (TokenizerTrainer trainer = TokenizerTrainer.create(TokenizerTrainingConfig.SMALL, Device.CPU)) {
 *   TokenizerStepReport report = trainer.step(images); // batchSize images of imageSize
 *   trainer.average().write(file, CheckpointFormat.SAFETENSORS); // for TokenizerModel.load
 * }
 * }</pre>
 */
public final class TokenizerTrainer implements AutoCloseable {
  /** The key under which a saved state's metadata hold the configuration as JSON. */
  public static final String CONFIG_KEY = "maskgit.training.tokenizer";

  private final TokenizerTrainingConfig config;
  private final TokenizerSession session;
  private long steps;
  private boolean closed;

  private TokenizerTrainer(TokenizerTrainingConfig config, TokenizerSession session, long steps) {
    this.config = config;
    this.session = session;
    this.steps = steps;
  }

  /**
   * Begins a training with weights drawn from the configuration's seed.
   *
   * @param config the training
   * @param device what computes, in this process
   * @return the trainer, at step 0
   * @throws DataException if the perceptual network is not there or unfit
   * @throws org.maskgit.graph.DeviceException if the device is missing
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TokenizerTrainer create(TokenizerTrainingConfig config, Device device) {
    return open(config, device, TokenizerSession::begin);
  }

  /**
   * Begins a training with a tokenizer that is there; the discriminator is drawn.
   *
   * @param config the training
   * @param weights a tokenizer of exactly the configuration's sizes
   * @param device what computes, in this process
   * @return the trainer, at step 0
   * @throws DataException if the weights don't fit, or the perceptual network is not there or unfit
   * @throws org.maskgit.graph.DeviceException if the device is missing
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TokenizerTrainer create(
      TokenizerTrainingConfig config, Checkpoint weights, Device device) {
    return open(config, device, session -> session.begin(weights));
  }

  /**
   * Goes on with a training that was {@linkplain #save saved}, as if it had never stopped.
   *
   * @param config the training, with the sizes of the saved one; where its other settings differ,
   *     it goes on with the new ones
   * @param saved the state, whichever device it was saved from
   * @param device what computes, in this process
   * @return the trainer, at the saved step
   * @throws DataException if the state doesn't fit, or the perceptual network is not there or unfit
   * @throws org.maskgit.graph.DeviceException if the device is missing
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TokenizerTrainer resume(
      TokenizerTrainingConfig config, Checkpoint saved, Device device) {
    return open(config, device, session -> session.resume(saved));
  }

  private static TokenizerTrainer open(
      TokenizerTrainingConfig config, Device device, ToLongFunction<TokenizerSession> beginning) {
    checkArgument(
        config.precision().isSupported(),
        "expected a CPU with bfloat16 instructions for this precision, found none; take float32");
    TokenizerSession session = TokenizerSession.open(config, device);
    try {
      return new TokenizerTrainer(config, session, beginning.applyAsLong(session));
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /**
   * Returns the configuration.
   *
   * @return the training's settings
   */
  public TokenizerTrainingConfig config() {
    return config;
  }

  /**
   * Returns the number of updates so far.
   *
   * @return at least 0; the next {@link #step step} has this number plus 1
   */
  public long steps() {
    return steps;
  }

  /**
   * Makes one update.
   *
   * @param images {@code batchSize} images of {@code imageSize}
   * @return what the step found; if a term is NaN, so are the parameters now
   * @throws IllegalArgumentException if the batch is another
   */
  public TokenizerStepReport step(List<Image> images) {
    try (TFloat32 batch = ImageTensors.of(images, config.model().imageSize())) {
      return step(batch);
    }
  }

  /**
   * Makes one update.
   *
   * @param images RGB in [0, 1], [batchSize, imageSize, imageSize, 3]; the caller closes it
   * @return what the step found; if a term is NaN, so are the parameters now
   * @throws IllegalArgumentException if the batch has another shape
   */
  public TokenizerStepReport step(TFloat32 images) {
    requireOpen();
    requireShape(images);
    checkArgument(
        images.shape().get(0) == config.batchSize(),
        "expected a batch of %s, found %s",
        config.batchSize(),
        images.shape().get(0));
    Phase phase = config.adversary().phase(steps);
    ImmutableMap<String, Float> terms =
        ImmutableMap.<String, Float>builder()
            .putAll(session.compute(phase, images))
            .putAll(session.update(phase))
            .buildOrThrow();
    steps++;
    return new TokenizerStepReport(steps, phase, terms);
  }

  /**
   * Encodes and decodes images with the moving average of the parameters.
   *
   * @param images of {@code imageSize}, any number
   * @return what the tokenizer makes of them; values may lie outside [0, 1]
   * @throws IllegalArgumentException if an image has another size
   */
  public ImmutableList<Image> reconstruct(List<Image> images) {
    requireOpen();
    int size = config.model().imageSize();
    try (TFloat32 batch = ImageTensors.of(images, size)) {
      return ImageTensors.images(session.reconstruct(batch), size);
    }
  }

  /**
   * Ends an epoch of the codebook, as {@link #endEpoch(TFloat32)}.
   *
   * @param images of {@code imageSize}, any number
   * @return how the codes were used
   * @throws IllegalArgumentException if an image has another size
   */
  public CodebookHealth endEpoch(List<Image> images) {
    try (TFloat32 batch = ImageTensors.of(images, config.model().imageSize())) {
      return endEpoch(batch);
    }
  }

  /**
   * Ends an epoch of the codebook: looks at how the codes were used since the last look and, if the
   * configuration says so, places those that were not used at random places of these images. Which
   * ones depends on the seed and the step.
   *
   * @param images RGB in [0, 1], [n, imageSize, imageSize, 3]; the caller closes it
   * @return how the codes were used
   * @throws IllegalArgumentException if the images have another shape
   */
  public CodebookHealth endEpoch(TFloat32 images) {
    requireOpen();
    requireShape(images);
    float[] uses = session.uses();
    int revived = config.reviveDeadCodes() ? revive(uses, images) : 0;
    session.forgetUses();
    return CodebookHealth.of(uses, revived);
  }

  private int revive(float[] uses, TFloat32 images) {
    Revival revival =
        Revival.draw(
            uses,
            session.features(images),
            config.model().embeddingSize(),
            RandomStreams.of(config.seed(), "revival", steps));
    session.revive(revival);
    return revival.count();
  }

  /**
   * Writes the whole state, to be {@linkplain #resume resumed}: the parameters of tokenizer and
   * discriminator, moving averages, slots, uses of codes and steps. The file appears whole or not
   * at all.
   *
   * @param file a safetensors file
   * @param notes what else belongs to this moment, such as the place in the data; read again from
   *     the checkpoint's metadata
   * @throws DataException if it can't be written
   * @throws IllegalArgumentException if a note has the key {@link #CONFIG_KEY}
   */
  public void save(Path file, Map<String, String> notes) {
    requireOpen();
    ImmutableMap<String, String> metadata =
        ImmutableMap.<String, String>builder()
            .put(CONFIG_KEY, config.toJson())
            .putAll(notes)
            .buildOrThrow();
    session.save(file, metadata);
  }

  /**
   * Copies the tokenizer's parameters.
   *
   * @return a tokenizer's checkpoint
   */
  public Checkpoint parameters() {
    requireOpen();
    return session.tokenizer("", "parameters of step " + steps);
  }

  /**
   * Copies the moving average of the tokenizer's parameters: what the training is for.
   *
   * @return a tokenizer's checkpoint
   */
  public Checkpoint average() {
    requireOpen();
    return session.tokenizer(MovingAverage.PREFIX, "average of step " + steps);
  }

  /**
   * Copies the discriminator's parameters.
   *
   * @return its checkpoint, under {@code discriminator/}; empty without an adversary
   */
  public Checkpoint discriminator() {
    requireOpen();
    return session.discriminator("discriminator of step " + steps);
  }

  private void requireShape(TFloat32 images) {
    int size = config.model().imageSize();
    Shape expected = Shape.of(images.shape().get(0), size, size, 3);
    checkArgument(
        images.shape().equals(expected), "expected images %s, found %s", expected, images.shape());
  }

  private void requireOpen() {
    checkState(!closed, "expected an open trainer, found one that is closed");
  }

  /** Frees the state. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.close();
    }
  }
}
