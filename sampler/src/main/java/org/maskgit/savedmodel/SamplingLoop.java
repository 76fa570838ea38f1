package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.checkpoint.DType;
import org.maskgit.graph.ModuleScope;
import org.maskgit.random.PrngLayout;
import org.maskgit.transformer.Transformer;
import org.maskgit.transformer.TransformerConfig;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Parallel decoding by confidence as one operation of a graph: {@link
 * org.maskgit.sampler.ConfidenceSampler} with the cosine schedule and {@link
 * org.maskgit.sampler.BatchNoise}, a {@code While} around the transformer. It gives the same
 * tokens.
 */
final class SamplingLoop implements AutoCloseable {
  private final ConcreteFunction condition;
  private final ConcreteFunction body;
  private final int positions;

  private SamplingLoop(ConcreteFunction condition, ConcreteFunction body, int positions) {
    this.condition = condition;
    this.body = body;
    this.positions = positions;
  }

  /**
   * Builds the loop's functions.
   *
   * @param config the transformer's sizes
   * @param codebook number of codes
   * @param stored the type of the transformer's variables
   * @param layout how random words are numbered
   */
  static SamplingLoop build(
      TransformerConfig config, int codebook, DType stored, PrngLayout layout) {
    String name = "sampling_" + layout;
    int positions = config.positions();
    return new SamplingLoop(
        ConcreteFunction.create(tf -> condition(tf, name, positions)),
        ConcreteFunction.create(
            tf -> {
              ModuleScope root = ModuleScope.stored((Graph) tf.scope().env(), stored);
              State state = State.placeholders(tf, positions);
              Operand<TFloat32> logits =
                  Transformer.logits(root.module("transformer"), config, state.tokens(), codebook);
              // Names of its own: converters inline the body beside the rest of the graph.
              SamplingStepOps step = new SamplingStepOps(tf.withSubScope(name), layout, codebook);
              State next = step.apply(state, logits);
              Signature.Builder signature = state.signature(name + "_body");
              next.forEach((key, value) -> signature.output(key + "_next", value));
              return signature.build();
            }),
        positions);
  }

  private static Signature condition(Ops tf, String name, int positions) {
    State state = State.placeholders(tf, positions);
    return state
        .signature(name + "_condition")
        .output("goes_on", tf.math.less(state.step(), state.steps()))
        .build();
  }

  /**
   * Runs the loop.
   *
   * @param tf where to build
   * @param tokens [batch, positions], −1 = unknown
   * @param key int32 [2], the words of the JAX key
   * @param firstStep int32 []
   * @param steps int32 []
   * @param choiceTemperature float32 []
   * @return the tokens, [batch, positions], the class position with them
   */
  Operand<TInt32> apply(
      Ops tf,
      Operand<TInt32> tokens,
      Operand<TInt32> key,
      Operand<TInt32> firstStep,
      Operand<TInt32> steps,
      Operand<TFloat32> choiceTemperature) {
    State start =
        new State(
            firstStep,
            steps,
            tf.gather(key, tf.constant(0), tf.constant(0)),
            tf.gather(key, tf.constant(1), tf.constant(0)),
            choiceTemperature,
            SamplingStepOps.unknown(tf, tokens),
            tokens,
            tokens);
    While loop = tf.whileOp(start.operands(), condition, body);
    @SuppressWarnings("unchecked") // the state's last part is int32
    Operand<TInt32> predicted =
        (Operand<TInt32>) (Operand<?>) loop.output().get(start.operands().size() - 1);
    return tf.reshape(predicted, tf.constant(new int[] {-1, positions}));
  }

  @Override
  public void close() {
    condition.close();
    body.close();
  }

  /**
   * What goes from step to step.
   *
   * @param step the next step
   * @param steps how many there are
   * @param keyHigh the first word of the key for the next draw
   * @param keyLow the second word
   * @param choiceTemperature τ
   * @param unknownAtStart [batch], N of each image
   * @param tokens [batch, positions], what the model sees in the next step, −1 = unknown
   * @param predicted [batch, positions], the result of the last step, nothing unknown in it
   */
  record State(
      Operand<TInt32> step,
      Operand<TInt32> steps,
      Operand<TInt32> keyHigh,
      Operand<TInt32> keyLow,
      Operand<TFloat32> choiceTemperature,
      Operand<TInt32> unknownAtStart,
      Operand<TInt32> tokens,
      Operand<TInt32> predicted) {

    private static final ImmutableList<String> NAMES =
        ImmutableList.of(
            "step",
            "steps",
            "key_high",
            "key_low",
            "choice_temperature",
            "unknown_at_start",
            "tokens",
            "predicted");

    private interface Part {
      void accept(String name, Operand<? extends TType> value);
    }

    static State placeholders(Ops tf, int positions) {
      Shape scalar = Shape.scalar();
      Shape rows = Shape.of(-1, positions);
      return new State(
          placeholder(tf, "step", TInt32.class, scalar),
          placeholder(tf, "steps", TInt32.class, scalar),
          placeholder(tf, "key_high", TInt32.class, scalar),
          placeholder(tf, "key_low", TInt32.class, scalar),
          placeholder(tf, "choice_temperature", TFloat32.class, scalar),
          placeholder(tf, "unknown_at_start", TInt32.class, Shape.of(-1)),
          placeholder(tf, "tokens", TInt32.class, rows),
          placeholder(tf, "predicted", TInt32.class, rows));
    }

    private static <T extends TType> Operand<T> placeholder(
        Ops tf, String name, Class<T> type, Shape shape) {
      return tf.withName(name).placeholder(type, Placeholder.shape(shape));
    }

    List<Operand<?>> operands() {
      return List.of(
          step, steps, keyHigh, keyLow, choiceTemperature, unknownAtStart, tokens, predicted);
    }

    private void forEach(Part part) {
      for (int i = 0; i < NAMES.size(); i++) {
        part.accept(NAMES.get(i), operands().get(i));
      }
    }

    Signature.Builder signature(String key) {
      Signature.Builder signature = Signature.builder().key(key);
      forEach(signature::input);
      return signature;
    }
  }
}
