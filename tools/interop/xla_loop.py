"""Compiles the whole sampling loop and the decoder of an export with XLA, for static shapes.

  python xla_loop.py SAVED_MODEL [--labels N] [--steps T] [--rounds R]

Prints whether the tokens are those of the same graph without XLA, and how long both take, in turn.
"""

import argparse
import os
import statistics
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import numpy as np
import tensorflow as tf


def seconds(function, *arguments):
    start = time.perf_counter()
    result = function(*arguments)
    result["image"].numpy()
    return time.perf_counter() - start, result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--labels", type=int, default=1)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    sample = tf.saved_model.load(args.model).signatures["sample"]

    def loop(label, key):
        return sample(
            label=label, key=key, steps=tf.constant(args.steps), choice_temperature=tf.constant(4.5))

    shapes = [tf.TensorSpec([args.labels], tf.int32), tf.TensorSpec([2], tf.int32)]
    plain = tf.function(loop, input_signature=shapes)
    compiled = tf.function(loop, input_signature=shapes, jit_compile=True)
    labels = tf.zeros([args.labels], tf.int32)
    first, _ = seconds(compiled, labels, tf.constant([0, 0]))
    seconds(plain, labels, tf.constant([0, 0]))
    print("TensorFlow %s on %s" % (tf.__version__, [d.name for d in tf.config.list_logical_devices()]))
    print("compiled and run once in %.1f s" % first)
    times = []
    equal = 0
    difference = 0
    for seed in range(1, args.rounds + 1):
        key = tf.constant([0, seed])
        without, expected = seconds(plain, labels, key)
        with_xla, found = seconds(compiled, labels, key)
        times.append((without, with_xla))
        same = np.array_equal(expected["tokens"].numpy(), found["tokens"].numpy())
        equal += same
        if same:
            pixels = np.abs(expected["image"].numpy() - found["image"].numpy()).max()
            difference = max(difference, pixels)
    print("tokens equal in %d of %d rounds; images then differ by %.1g at most" % (
        equal, args.rounds, difference))
    print("seconds, median: %.3f without XLA, %.3f with it; ratio of the rounds %.2f" % (
        statistics.median(a for a, _ in times), statistics.median(b for _, b in times),
        statistics.median(a / b for a, b in times)))


if __name__ == "__main__":
    main()
