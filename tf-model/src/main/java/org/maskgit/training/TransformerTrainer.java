package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

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

  private static final String NETWORK = "the transformer";
  private static final String STEP = TrainingGraph.OPTIMIZER + "/step";

  private final TrainingConfig config;
  private final TrainingGraph ops;
  private final TrainingState state;
  private final Masking masking;
  private final Graph graph;
  private final Session session;
  private long steps;
  private boolean closed;

  private TransformerTrainer(TrainingConfig config, Graph graph) {
    this.config = config;
    this.graph = graph;
    this.ops = TrainingGraph.build(graph, config);
    this.state = ops.state();
    this.masking = new Masking(config);
    this.session = new Session(graph);
  }

  /**
   * Begins a training with weights drawn from the configuration's seed.
   *
   * @param config the training
   * @return the trainer, at step 0
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TransformerTrainer create(TrainingConfig config) {
    return open(
        config,
        state -> state.beginning(InitialWeights.of(state.parameters(), config.seed()), NETWORK));
  }

  /**
   * Begins a training with weights that are there.
   *
   * @param config the training
   * @param weights a transformer of exactly the configuration's sizes; {@link FineTuning} makes one
   *     of a transformer with other classes
   * @return the trainer, at step 0
   * @throws DataException if the weights don't fit
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TransformerTrainer create(TrainingConfig config, Checkpoint weights) {
    return open(config, state -> state.beginning(weights, NETWORK));
  }

  /**
   * Goes on with a training that was {@linkplain #save saved}, as if it had never stopped.
   *
   * @param config the training, with the sizes of the saved one; where its other settings differ,
   *     it goes on with the new ones
   * @param saved the state
   * @return the trainer, at the saved step
   * @throws DataException if the state doesn't fit
   * @throws IllegalArgumentException if this machine lacks the precision
   */
  public static TransformerTrainer resume(TrainingConfig config, Checkpoint saved) {
    return open(config, state -> saved);
  }

  private static TransformerTrainer open(
      TrainingConfig config, Function<TrainingState, Checkpoint> beginning) {
    checkArgument(
        config.precision().isSupported(),
        "expected a CPU with bfloat16 instructions for this precision, found none; take float32");
    Graph graph = new Graph();
    try {
      TransformerTrainer trainer = new TransformerTrainer(config, graph);
      try {
        Checkpoint values = beginning.apply(trainer.state);
        trainer.state.fill(trainer.session, values);
        trainer.steps = values.tensor(STEP).bytes().getLong();
        return trainer;
      } catch (RuntimeException | Error e) {
        trainer.session.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      graph.close();
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
    StepReport report = config.microBatches() == 1 ? whole(batch) : inParts(batch);
    steps++;
    return report;
  }

  private StepReport whole(MaskedBatch batch) {
    AdamW optimizer = ops.optimizer;
    float[][] found =
        run(
            batch,
            steps,
            ops.update,
            List.of(ops.trained.loss(), optimizer.gradientNorm(), optimizer.rate()));
    return report(batch, found[0][0], found[1][0], found[2][0]);
  }

  private StepReport inParts(MaskedBatch batch) {
    int parts = config.microBatches();
    int size = batch.size() / parts;
    float loss = 0;
    for (int part = 0; part < parts; part++) {
      List<Op> sum = part == 0 ? ops.firstMicroBatch : ops.furtherMicroBatch;
      MaskedBatch own = batch.slice(part * size, size);
      loss += run(own, steps * parts + part, sum, List.of(ops.trained.loss()))[0][0] / parts;
    }
    Session.Runner runner = session.runner();
    ops.update.forEach(runner::addTarget);
    float[][] found = fetch(runner, List.of(ops.optimizer.gradientNorm(), ops.optimizer.rate()));
    return report(batch, loss, found[0][0], found[1][0]);
  }

  private StepReport report(MaskedBatch batch, float loss, float norm, float rate) {
    return new StepReport(steps + 1, loss, norm, rate, batch.maskedShares());
  }

  /** Runs operations on a batch; {@code place} is its own number in the training, for dropout. */
  float[][] run(MaskedBatch batch, long place, List<Op> targets, List<Operand<TFloat32>> fetches) {
    try (TInt32 inputs = TInt32.tensorOf(StdArrays.ndCopyOf(batch.inputs()));
        TInt32 labels = TInt32.tensorOf(StdArrays.ndCopyOf(batch.labels()));
        TFloat32 weights = TFloat32.tensorOf(StdArrays.ndCopyOf(batch.weights()));
        TInt64 seed = TInt64.vectorOf(config.seed(), place)) {
      Session.Runner runner =
          session
              .runner()
              .feed(ops.inputs.asOutput(), inputs)
              .feed(ops.labels.asOutput(), labels)
              .feed(ops.weights.asOutput(), weights)
              .feed(ops.seed.asOutput(), seed);
      targets.forEach(runner::addTarget);
      return fetch(runner, fetches);
    }
  }

  private static float[][] fetch(Session.Runner runner, List<Operand<TFloat32>> fetches) {
    fetches.forEach(runner::fetch);
    try (Result result = runner.run()) {
      float[][] values = new float[fetches.size()][];
      for (int i = 0; i < values.length; i++) {
        TFloat32 value = (TFloat32) result.get(i);
        values[i] = new float[Math.toIntExact(value.size())];
        value.copyTo(DataBuffers.of(values[i]));
      }
      return values;
    }
  }

  /**
   * Computes the loss of the moving average, without dropout, as on held-out images.
   *
   * @param batch sequences, any number
   * @return the loss in nats
   */
  public float evaluate(MaskedBatch batch) {
    requireOpen();
    return run(batch, 0, List.of(), List.of(ops.averaged.loss()))[0][0];
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
    try (TInt32 ids = TInt32.tensorOf(StdArrays.ndCopyOf(tokens))) {
      Session.Runner runner = session.runner().feed(ops.inputs.asOutput(), ids);
      return fetch(runner, List.of(ops.averageLogits))[0];
    }
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
    state.save(session, file, metadata);
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
    return state
        .copy(session, prefix, state.parameters(), what + " of step " + steps)
        .withMetadata(Map.of(CONFIG_KEY, config.toJson()));
  }

  /** What this training runs. */
  TrainingGraph ops() {
    return ops;
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
      graph.close();
    }
  }
}
