package org.maskgit.tokenizer.training;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The game between generator and discriminator ({@code losses.py}). Logits are [n, 1]. */
public enum AdversarialLoss {
  /** Cross-entropy of the logits, as the official configuration has it. */
  NON_SATURATING {
    @Override
    public Operand<TFloat32> discriminator(Ops tf, Operand<TFloat32> real, Operand<TFloat32> fake) {
      Operand<TFloat32> ofReal = Losses.sigmoidCrossEntropy(tf, tf.constant(1f), real);
      Operand<TFloat32> ofFake = Losses.sigmoidCrossEntropy(tf, tf.constant(0f), fake);
      return tf.math.add(Losses.mean(tf, ofReal), Losses.mean(tf, ofFake));
    }

    @Override
    public Operand<TFloat32> generator(Ops tf, Operand<TFloat32> fake) {
      return Losses.mean(tf, Losses.sigmoidCrossEntropy(tf, tf.constant(1f), fake));
    }
  },

  /** Margins of 1 on either side. */
  HINGE {
    @Override
    public Operand<TFloat32> discriminator(Ops tf, Operand<TFloat32> real, Operand<TFloat32> fake) {
      Operand<TFloat32> one = tf.constant(1f);
      Operand<TFloat32> ofReal = Losses.mean(tf, tf.nn.relu(tf.math.sub(one, real)));
      Operand<TFloat32> ofFake = Losses.mean(tf, tf.nn.relu(tf.math.add(one, fake)));
      return tf.math.add(ofReal, ofFake);
    }

    @Override
    public Operand<TFloat32> generator(Ops tf, Operand<TFloat32> fake) {
      return tf.math.neg(Losses.mean(tf, fake));
    }
  };

  /**
   * What the discriminator minimises.
   *
   * @param tf where to build
   * @param real logits of real images
   * @param fake logits of reconstructions
   * @return a scalar
   */
  public abstract Operand<TFloat32> discriminator(
      Ops tf, Operand<TFloat32> real, Operand<TFloat32> fake);

  /**
   * What the generator minimises.
   *
   * @param tf where to build
   * @param fake logits of reconstructions
   * @return a scalar
   */
  public abstract Operand<TFloat32> generator(Ops tf, Operand<TFloat32> fake);
}
