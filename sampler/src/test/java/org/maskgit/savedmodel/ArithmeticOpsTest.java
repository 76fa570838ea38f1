package org.maskgit.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.math.XlaMath;
import org.maskgit.random.Gumbel;
import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The arithmetic of the graph against that of Java, bit by bit. */
final class ArithmeticOpsTest {
  private static final int CHUNK = 1 << 18;

  private static long differences(Computation graph, int[] inputs, IntUnaryOperator java) {
    int[] actual = graph.apply(inputs);
    return IntStream.range(0, inputs.length)
        .filter(i -> actual[i] != java.applyAsInt(inputs[i]))
        .count();
  }

  @Test
  void everyGumbelNumberIsThatOfJava() {
    long differences = 0;
    try (Computation gumbel =
        Computation.ofWords(
            (tf, words) -> tf.bitcast(new GumbelOps(tf).numbers(words), TInt32.class))) {
      for (int from = 0; from < 1 << 23; from += CHUNK) {
        int[] words = IntStream.range(from, from + CHUNK).map(i -> i << 9).toArray();
        differences += differences(gumbel, words, word -> Float.floatToRawIntBits(Gumbel.of(word)));
      }
    }
    assertThat(differences).isZero();
  }

  @Test
  void logarithmsOfProbabilitiesAreThoseOfJava() {
    int[] probabilities = // 0, 1, infinity and normal numbers: smaller ones TensorFlow takes for 0
        IntStream.concat(
                IntStream.of(0, 0x3f800000, 0x7f800000),
                new Random(1).ints(CHUNK, 0x00800000, 0x3f800001))
            .toArray();
    try (Computation log = Computation.ofFloats((tf, x) -> new XlaMathOps(tf).log(x))) {
      assertThat(differences(log, probabilities, onFloats(XlaMath::log))).isZero();
    }
  }

  @Test
  void exponentialsAreThoseOfJava() {
    int[] exponents =
        new Random(2)
            .doubles(CHUNK, -100, 90)
            .mapToInt(x -> Float.floatToRawIntBits((float) x))
            .toArray();
    exponents[0] = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
    exponents[1] = Float.floatToRawIntBits(0f);
    try (Computation exp = Computation.ofFloats((tf, x) -> new XlaMathOps(tf).exp(x))) {
      assertThat(differences(exp, exponents, onFloats(XlaMath::exp))).isZero();
    }
  }

  @Test
  void cosinesAreThoseOfJava() {
    int[] angles =
        new Random(3)
            .doubles(CHUNK, 0, Math.PI / 2)
            .mapToInt(x -> Float.floatToRawIntBits((float) x))
            .toArray();
    try (Computation cos = Computation.ofFloats((tf, x) -> new XlaMathOps(tf).cos(x))) {
      assertThat(differences(cos, angles, onFloats(XlaMath::cos))).isZero();
    }
  }

  private interface FloatFunction {
    float apply(float x);
  }

  private static IntUnaryOperator onFloats(FloatFunction function) {
    return bits -> Float.floatToRawIntBits(function.apply(Float.intBitsToFloat(bits)));
  }

  @ParameterizedTest
  @EnumSource
  void wordsAndKeysAreThoseOfJava(PrngLayout layout) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = new PrngKey(0x9abcdef0, 0x12345678);
    for (int size : new int[] {1, 2, 7, 1000, 1001}) {
      assertThat(words(layout, key, size, Draw.BITS)).isEqualTo(random.bits(key, size));
    }
    List<PrngKey> keys = random.split(key);
    assertThat(words(layout, key, 0, Draw.SPLIT))
        .containsExactly(
            keys.get(0).high(), keys.get(0).low(), keys.get(1).high(), keys.get(1).low());
  }

  private enum Draw {
    BITS,
    SPLIT
  }

  private static int[] words(PrngLayout layout, PrngKey key, int size, Draw draw) {
    try (Computation computation =
        Computation.ofWords((tf, input) -> build(tf, layout, input, draw))) {
      return computation.apply(new int[] {key.high(), key.low(), size});
    }
  }

  private static Operand<TInt32> build(
      Ops tf, PrngLayout layout, Operand<TInt32> input, Draw draw) {
    ThreefryOps random = new ThreefryOps(tf, layout);
    ThreefryOps.Pair key = new ThreefryOps.Pair(element(tf, input, 0), element(tf, input, 1));
    if (draw == Draw.BITS) {
      return random.bits(key, element(tf, input, 2));
    }
    List<ThreefryOps.Pair> keys = random.split(key);
    return tf.stack(
        List.of(keys.get(0).high(), keys.get(0).low(), keys.get(1).high(), keys.get(1).low()));
  }

  private static Operand<TInt32> element(Ops tf, Operand<TInt32> values, int index) {
    return tf.gather(values, tf.constant(index), tf.constant(0));
  }

  @Test
  void theFirstOfEqualSumsIsDrawn() {
    try (Computation drawn =
        Computation.ofWords(
            (tf, words) -> {
              Operand<TInt32> cube = tf.reshape(words, tf.constant(new int[] {1, -1, 8}));
              Operand<TFloat32> logits =
                  tf.fill(tf.shape(cube), tf.constant(-2f)); // the words decide
              return tf.reshape(
                  new GumbelOps(tf).categorical(logits, cube, 8), tf.constant(new int[] {-1}));
            })) {
      int high = 0xfffffe00;
      int[] words = {0, 5, high, 7, high, high, 0, high, 1 << 30, 0, 0, 0, 0, 0, 0, 0};
      assertThat(drawn.apply(words)).containsExactly(2, 0);
    }
  }
}
