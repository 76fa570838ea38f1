package org.maskgit.graph;

import com.google.common.base.Preconditions;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * How a network drops out: not at all in inference, where it adds no operation, or as {@code
 * nn.Dropout}: an element stays, divided by the chance to stay, or becomes 0.
 *
 * <p>The masks are a function of the seed that a run is fed and of the module's path, so the same
 * seed gives the same masks whenever and in whatever process it is fed. Immutable.
 */
public final class Dropout {
  /** The identity. */
  public static final Dropout NONE = new Dropout();

  private final float rate;
  private final Optional<Operand<TInt64>> seed;

  private Dropout() {
    this.rate = 0;
    this.seed = Optional.empty();
  }

  private Dropout(float rate, Operand<TInt64> seed) {
    this.rate = rate;
    this.seed = Optional.of(seed);
  }

  /**
   * Makes a dropout.
   *
   * @param rate the chance of an element to be dropped, from 0 to less than 1
   * @param seed int64 [2], fed anew for every run
   * @return the dropout; {@link #NONE} if the rate is 0
   * @throws IllegalArgumentException if the rate is out of range
   */
  public static Dropout of(float rate, Operand<TInt64> seed) {
    Preconditions.checkArgument(
        rate >= 0 && rate < 1, "expected a dropout rate from 0 to less than 1, found %s", rate);
    return rate == 0 ? NONE : new Dropout(rate, seed);
  }

  /** Drops elements of {@code x}; the mask has the shape given, or that of {@code x}. */
  <T extends TFloating> Operand<T> apply(Ops tf, String path, Operand<T> x, int... maskShape) {
    if (seed.isEmpty()) {
      return x;
    }
    long place = Hashing.sipHash24().hashString(path, StandardCharsets.UTF_8).asLong();
    Operand<TInt64> key = tf.math.add(seed.get(), tf.constant(new long[] {place, 0}));
    Operand<TInt32> shape = maskShape.length == 0 ? tf.shape(x) : tf.constant(maskShape);
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(shape, key, TFloat32.class);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(uniform, tf.constant(rate)), TFloat32.class);
    Operand<TFloat32> factor = tf.math.mul(kept, tf.constant(1 / (1 - rate)));
    return tf.math.mul(x, Layers.cast(tf, factor, x.type()));
  }
}
