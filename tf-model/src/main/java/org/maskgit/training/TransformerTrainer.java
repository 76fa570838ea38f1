package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.io.DataException;

/**
 * A training of the transformer: its graph, its session and its whole state in native memory.
 *
 * <p>A step is a function of the state, the batch and the seed; nothing else is random. The graph
 * is built once, a step adds nothing to it. Not safe for use by several threads; close it to free
 * its memory.
 */
public final class TransformerTrainer implements AutoCloseable {
  /** The key under which a saved state's metadata hold the configuration as JSON. */
  public static final String CONFIG_KEY = "maskgit.training";

  private final TrainingConfig config;
  private final Masking masking;
  private final TransformerSession session;
  private long steps;
  private boolean closed;

  private TransformerTrainer(TrainingConfig config, TransformerSession session, long steps) {
    this.config = config;
    this.masking = new Masking(config);
    this.session = session;
    this.steps = steps;
  }

  /**
   * Begins a training with weights drawn from the configuration's seed.
   *
   * @param config the training
   * @param device what computes, in this process
   * @return the trainer, at step 0
   * @throws org.maskgit.graph.DeviceException if the device is missing
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TransformerTrainer create(TrainingConfig config, Device device) {
    return open(config, device, TransformerSession::begin);
  }

  /**
   * Begins a training with weights that are there.
   *
   * @param config the training
   * @param weights a transformer of exactly the configuration's sizes; {@link FineTuning} makes one
   *     of a transformer with other classes
   * @param device what computes, in this process
   * @return the trainer, at step 0
   * @throws DataException if the weights don't fit
   * @throws org.maskgit.graph.DeviceException if the device is missing
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TransformerTrainer create(
      TrainingConfig config, Checkpoint weights, Device device) {
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
   * @throws DataException if the state doesn't fit
   * @throws org.maskgit.graph.DeviceException if the device is missing
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TransformerTrainer resume(TrainingConfig config, Checkpoint saved, Device device) {
    return open(config, device, session -> session.resume(saved));
  }

  private static TransformerTrainer open(
      TrainingConfig config, Device device, ToLongFunction<TransformerSession> beginning) {
    checkArgument(
        config.precision().isSupported(),
        "expected a CPU with bfloat16 instructions for this precision, found none; take float32");
    TransformerSession session = TransformerSession.open(config, device);
    try {
      return new TransformerTrainer(config, session, beginning.applyAsLong(session));
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
  public TrainingConfig config() {
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
   * Masks a batch and makes one update. The masks are those of the seed and the step.
   *
   * @param batch {@code batchSize} images
   * @return what the step found
   * @throws IllegalArgumentException if the batch has another size, or a token or label is out of
   *     range
   */
  public StepReport step(TokenBatch batch) {
    return step(masking.mask(batch, config.seed(), steps));
  }

  /**
   * Makes one update with a batch that is masked already.
   *
   * @param batch {@code batchSize} sequences
   * @return what the step found; if the loss is NaN, so are the parameters now
   * @throws IllegalArgumentException if the batch has another size
   */
  public StepReport step(MaskedBatch batch) {
    requireOpen();
    checkArgument(
        batch.size() == config.batchSize(),
        "expected a batch of %s, found %s",
        config.batchSize(),
        batch.size());
    StepReport report = session.update(batch, steps);
    steps++;
    return report;
  }

  /**
   * Computes the loss of the moving average, without dropout, as on held-out images.
   *
   * @param batch sequences, any number
   * @return the loss in nats
   */
  public float evaluate(MaskedBatch batch) {
    requireOpen();
    return session.loss(batch);
  }

  /**
   * Predicts every token with the moving average, without dropout: what the trained model would
   * say, for samples during the training.
   *
   * @param tokens [batch][positions], the class token first, −1 = masked
   * @return logits in C order, [batch, positions, codebook]
   */
  public float[] logits(int[][] tokens) {
    requireOpen();
    return session.logits(tokens);
  }

  /**
   * Writes the whole state, to be {@linkplain #resume resumed}: parameters, moving average, slots
   * and step. The file appears whole or not at all.
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
   * Copies the parameters.
   *
   * @return a transformer's checkpoint, with the configuration in its metadata
   */
  public Checkpoint parameters() {
    return copy("", "parameters");
  }

  /**
   * Copies the moving average of the parameters: what the training is for.
   *
   * @return a transformer's checkpoint, with the configuration in its metadata
   */
  public Checkpoint average() {
    return copy(MovingAverage.PREFIX, "average");
  }

  private Checkpoint copy(String prefix, String what) {
    requireOpen();
    return session
        .transformer(prefix, what + " of step " + steps)
        .withMetadata(Map.of(CONFIG_KEY, config.toJson()));
  }

  /** What this training runs. */
  TransformerSession session() {
    return session;
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
