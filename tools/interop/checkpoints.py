#!/usr/bin/env python3
"""Holds `maskgit convert` against the Python libraries that own the formats.

    python tools/interop/checkpoints.py [WORK_FOLDER]

Python writes the tiny models of testdata/ in every way that people store them; `maskgit convert`
turns each file into each format; Python reads the results with the formats' own libraries and
compares every tensor bit by bit. Needs tensorflow-cpu, flax, safetensors and ml_dtypes.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import flax
import ml_dtypes
import numpy as np
import safetensors
import safetensors.numpy
import tensorflow as tf
from flax import serialization
from flax.traverse_util import flatten_dict, unflatten_dict

ROOT = pathlib.Path(__file__).resolve().parents[2]
TINY = ROOT / "testdata" / "tiny"
TRANSFORMER = TINY / "tiny_maskgit_checkpoint.msgpack"
TOKENIZER = TINY / "tiny_tokenizer_checkpoint.msgpack"


def restored(file):
    """The parameters of a Flax file, flat."""
    return flatten_dict(serialization.msgpack_restore(file.read_bytes())["params"], sep="/")


def tree(flat):
    return unflatten_dict(flat, sep="/")


def variables(values):
    return tf.nest.map_structure(tf.Variable, values)


def module(**attributes):
    """A tf.Module with these attributes, variables for arrays."""
    result = tf.Module()
    for name, value in attributes.items():
        setattr(result, name, variables(value))
    return result


def write_all(folder):
    """Writes every file and says of each what it holds: (path, part to convert, flat tensors)."""
    transformer, tokenizer = restored(TRANSFORMER), restored(TOKENIZER)
    half = {k: v.astype(np.float16) for k, v in transformer.items()}
    brain = {k: v.astype(ml_dtypes.bfloat16) for k, v in transformer.items()}
    cases = []

    def case(name, part, expected):
        path = folder / name
        cases.append((path, part, expected))
        return str(path)

    cases.append((TRANSFORMER, "transformer", transformer))
    cases.append((TOKENIZER, "tokenizer", tokenizer))
    for name, values in (("float16", half), ("bfloat16", brain)):
        data = serialization.msgpack_serialize({"params": tree(values)})
        pathlib.Path(case(name + ".msgpack", "transformer", values)).write_bytes(data)
        safetensors.numpy.save_file(values, case(name + ".safetensors", "transformer", values))
        tf.saved_model.save(
            module(params=tree(values)), case("module_" + name, "transformer", values))

    serialization.MAX_CHUNK_SIZE = 1000
    data = serialization.msgpack_serialize({"params": tree(transformer)})
    pathlib.Path(case("chunked.msgpack", "transformer", transformer)).write_bytes(data)
    serialization.MAX_CHUNK_SIZE = 2**30

    state = {"params": tree(transformer)}
    pair = module(transformer=state, tokenizer={"params": tree(tokenizer)})
    tf.saved_model.save(module(anything=state), case("module_state", "transformer", transformer))
    tf.saved_model.save(module(flat=transformer), case("module_flat", "transformer", transformer))
    tf.saved_model.save(pair, case("module_pair", "transformer", transformer))
    cases.append((folder / "module_pair", "tokenizer", tokenizer))

    step = tf.Variable(7, dtype=tf.int64)
    tf.train.Checkpoint(params=variables(tree(transformer)), step=step).save(
        case("checkpoint", "transformer", transformer))
    cases[-1] = (folder / "checkpoint-1", "transformer", transformer)
    tf.train.Checkpoint(model=variables(tree(tokenizer))).write(
        case("tokenizer_checkpoint", "tokenizer", tokenizer))
    return cases


def read(path, target):
    """All tensors of a file, by the library of its format."""
    if target == "msgpack":
        return restored(path)
    if target == "safetensors":
        return safetensors.numpy.load_file(path)
    reader = tf.train.load_checkpoint(str(path))
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def compare(found, expected):
    if found.keys() != expected.keys():
        return "names differ: " + ", ".join(sorted(found.keys() ^ expected.keys())[:4])
    for name, value in expected.items():
        other = np.asarray(found[name])
        if (other.dtype, other.shape) != (value.dtype, value.shape):
            return f"{name}: {other.dtype}{other.shape} in place of {value.dtype}{value.shape}"
        if other.tobytes() != value.tobytes():
            return f"{name}: other bits"
    return ""


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    print("tensorflow", tf.__version__, "flax", flax.__version__,
          "safetensors", safetensors.__version__, "numpy", np.__version__)
    failures = 0
    for number, (source, part, expected) in enumerate(write_all(folder)):
        for target in ("msgpack", "safetensors", "tf"):
            result = folder / f"converted-{number}.{target}"
            subprocess.run(
                [ROOT / "tools" / "maskgit", "convert", source, "--part", part, "--to", target,
                 "--output", result],
                check=True, stdout=subprocess.DEVNULL)
            problem = compare(read(result, target), expected)
            if not problem and target == "msgpack":
                flax_bytes = serialization.msgpack_serialize({"params": sorted_tree(expected)})
                if result.read_bytes() != flax_bytes:
                    problem = "other bytes than Flax writes"
            failures += bool(problem)
            print(f"{source.name:34} {part:12} -> {target:12} {problem or 'equal'}", flush=True)
    print(f"{failures} failures")
    return 1 if failures else 0


def sorted_tree(flat):
    """Flax writes keys in a dictionary's order; a tree that JAX has touched is sorted."""
    def ordered(value):
        return {k: ordered(value[k]) for k in sorted(value)} if isinstance(value, dict) else value
    return ordered(tree(flat))


if __name__ == "__main__":
    sys.exit(main())
