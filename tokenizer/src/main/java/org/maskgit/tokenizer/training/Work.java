package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

/**
 * What is computed from one part of a batch.
 *
 * @param terms the losses and what else is reported, scalars by name
 * @param first the operations that the first part of a batch runs
 * @param further the operations that each further one runs
 */
record Work(
    ImmutableMap<String, Operand<TFloat32>> terms,
    ImmutableList<Op> first,
    ImmutableList<Op> further) {

  /** Both. */
  Work and(Work other) {
    return new Work(
        ImmutableMap.<String, Operand<TFloat32>>builder()
            .putAll(terms)
            .putAll(other.terms)
            .buildOrThrow(),
        ImmutableList.<Op>builder().addAll(first).addAll(other.first).build(),
        ImmutableList.<Op>builder().addAll(further).addAll(other.further).build());
  }
}
