"""Reads an export of the tiny model with everything in Python that reads SavedModels.

The Java test wrote FOLDER/v1, FOLDER/tf2 and FOLDER/expected.json, the tokens and numbers that Java
gave for the inputs in it. This script checks them in Python, fine-tunes, and saves the result to
FOLDER/tuned with FOLDER/tuned.json, the tokens that Java has to give with it.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
warnings.filterwarnings("ignore")

import numpy as np
import tensorflow as tf

TOLERANCE = 2e-4  # float32 in another order, on images and logits of the tiny model
CHECKS = []


def check(*formats):
    """Marks a check and the formats it is run on; what reads the graph alone sees one."""

    def register(function):
        CHECKS.append((function, formats))
        return function

    return register


class Export:
    """One SavedModel and what Java says of it."""

    def __init__(self, folder, name):
        self.folder = folder
        self.path = str(folder / name)
        self.name = name
        self.expected = json.loads((folder / "expected.json").read_text())
        self.model = tf.saved_model.load(self.path)

    def inputs(self, signature):
        given = self.expected[signature]["inputs"]
        return {name: array(value) for name, value in given.items()}

    def outputs(self, signature):
        given = self.expected[signature]["outputs"]
        return {name: array(value) for name, value in given.items()}

    def call(self, signature):
        tensors = {name: tf.constant(value) for name, value in self.inputs(signature).items()}
        return self.model.signatures[signature](**tensors)


def array(value):
    return np.array(value["values"], value["dtype"]).reshape(value["shape"])


def require_equal(found, expected, what):
    for name, value in expected.items():
        other = np.asarray(found[name])
        if other.shape != value.shape:
            raise AssertionError(f"{what} {name}: expected the shape {value.shape}, found {other.shape}")
        if value.dtype.kind == "i":
            if not np.array_equal(other, value):
                raise AssertionError(f"{what} {name}: expected {value.ravel()}, found {other.ravel()}")
        elif np.abs(other - value).max() > TOLERANCE:
            raise AssertionError(f"{what} {name}: differs by {np.abs(other - value).max()}")


@check("v1", "tf2")
def every_signature(export):
    """tf.saved_model.load: every signature gives what Java gave"""
    for signature in export.expected:
        require_equal(export.call(signature), export.outputs(signature), signature)
    return f"{len(export.expected)} signatures"


@check("v1")
def variables(export):
    """the variables are there under their names, and trainable"""
    function = export.model.signatures["logits"]
    names = [re.sub(":0$", "", v.name) for v in function.trainable_variables]
    for name in ("transformer/Embed_0/word_embeddings/embedding", "transformer/MlmLayer_0/mlm_bias/bias"):
        if name not in names:
            raise AssertionError(f"expected {name} among the variables, found {names}")
    return f"{len(names)} of the signature logits"


@check("v1", "tf2")
def checkpoint_names(export):
    """tf.train.load_checkpoint: the official names"""
    reader = tf.train.load_checkpoint(export.path + "/variables/variables")
    suffix = "/.ATTRIBUTES/VARIABLE_VALUE" if export.name == "tf2" else ""
    shapes = reader.get_variable_to_shape_map()
    if shapes["tokenizer/quantizer/codebook" + suffix] != [64, 32]:
        raise AssertionError(f"found {sorted(shapes)}")
    return f"{len(shapes)} entries"


@check("v1")
def version_1_loader(export):
    """tf.compat.v1.saved_model.load: the loader of TensorFlow 1"""
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        meta = tf.compat.v1.saved_model.load(session, ["serve"], export.path)
        signature = meta.signature_def["sample"]
        feeds = {signature.inputs[k].name: v for k, v in export.inputs("sample").items()}
        fetches = {k: v.name for k, v in signature.outputs.items()}
        require_equal(session.run(fetches, feeds), export.outputs("sample"), "sample")


@check("v1")
def command_line(export):
    """saved_model_cli show and run"""
    cli = [sys.executable, "-m", "tensorflow.python.tools.saved_model_cli"]
    shown = subprocess.run(cli + ["show", "--dir", export.path, "--all"], check=True, capture_output=True, text=True)
    if "signature_def['sample_partitionable']" not in shown.stdout:
        raise AssertionError(shown.stdout)
    outdir = export.folder / (export.name + "_cli")
    shutil.rmtree(outdir, ignore_errors=True)
    outdir.mkdir()
    given = outdir / "inputs.npz"
    np.savez(given, **export.inputs("sample"))
    arguments = ";".join(f"{name}={given}[{name}]" for name in export.inputs("sample"))
    run = ["run", "--dir", export.path, "--tag_set", "serve", "--signature_def", "sample"]
    subprocess.run(cli + run + ["--inputs", arguments, "--outdir", str(outdir)], check=True, capture_output=True, text=True)
    found = {name: np.load(outdir / f"{name}.npy") for name in export.outputs("sample")}
    require_equal(found, export.outputs("sample"), "sample")


@check("v1")
def lite(export):
    """TFLite: decode and logits with built-in operations only"""
    sizes = []
    for signature in ("decode", "logits"):
        converter = tf.lite.TFLiteConverter.from_saved_model(export.path, signature_keys=[signature])
        converted = converter.convert()
        runner = tf.lite.Interpreter(model_content=converted).get_signature_runner(signature)
        require_equal(runner(**export.inputs(signature)), export.outputs(signature), signature)
        sizes.append(f"{signature} {len(converted) / 1e6:.1f} MB")
    return ", ".join(sizes)


@check("v1")
def onnx(export):
    """tf2onnx and ONNX Runtime: decode and logits"""
    import onnxruntime

    for signature in ("decode", "logits"):
        target = str(export.folder / f"{export.name}_{signature}.onnx")
        arguments = ["--saved-model", export.path, "--tag", "serve", "--signature_def", signature]
        subprocess.run(
            [sys.executable, "-m", "tf2onnx.convert", *arguments, "--opset", "17", "--output", target],
            check=True,
            capture_output=True,
            text=True,
        )
        session = onnxruntime.InferenceSession(target, providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        found = dict(zip(names, session.run(None, export.inputs(signature))))
        require_equal(found, export.outputs(signature), signature)


@check("tf2")
def objects(export):
    """TensorFlow 2's objects: model.decode(tokens), model.transformer.…"""
    decoded = export.model.decode(tf.constant(export.inputs("decode")["tokens"]))
    require_equal(decoded, export.outputs("decode"), "decode")
    kernel = export.model.transformer.TransformerLayer_0.Mlp_0.layer_output.kernel
    return f"{type(kernel).__name__} {kernel.shape}"


@check("v1")
def official_seed(export):
    """JAX itself: the key of the sampled tokens is PRNGKey's split"""
    import jax

    with jax.threefry_partitionable(False):
        words = np.asarray(jax.random.split(jax.random.PRNGKey(42))[1])
    found = export.inputs("sample")["key"].view(np.uint32)
    if not np.array_equal(found, words):
        raise AssertionError(f"expected the key {words}, found {found}")
    return str(words)


@check("v1", "tf2")
def fine_tuning(export):
    """GradientTape: three steps lower the loss; the saved result is Java's to run"""
    function = export.model.signatures["logits"]
    tokens = tf.constant(export.inputs("logits")["tokens"])
    wanted = tf.zeros_like(tokens)
    trained = [v for v in function.trainable_variables if v.name.startswith("transformer/")]
    losses = []
    for _ in range(3):
        with tf.GradientTape() as tape:
            logits = function(tokens=tokens)["logits"]
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(wanted, logits))
        losses.append(float(loss))
        for variable, gradient in zip(trained, tape.gradient(loss, trained)):
            variable.assign_sub(0.05 * tf.convert_to_tensor(gradient))
    if not losses[0] > losses[1] > losses[2]:
        raise AssertionError(f"expected a falling loss, found {losses}")
    sampled = export.call("sample")["tokens"].numpy()
    if np.array_equal(sampled, export.outputs("sample")["tokens"]):
        raise AssertionError("expected the tuned weights inside the loop, found the old tokens")
    target = export.folder / f"{export.name}_tuned"
    shutil.rmtree(target, ignore_errors=True)
    tf.saved_model.save(export.model, str(target), signatures=dict(export.model.signatures))
    again = tf.saved_model.load(str(target)).signatures["sample"]
    tensors = {name: tf.constant(value) for name, value in export.inputs("sample").items()}
    if not np.array_equal(again(**tensors)["tokens"], sampled):
        raise AssertionError("expected the same tokens after saving, found others")
    (export.folder / f"{export.name}_tuned.json").write_text(json.dumps(sampled.ravel().tolist()))
    return "loss " + " → ".join(f"{loss:.3f}" for loss in losses)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder.resolve()
    failures = 0
    for name in ("v1", "tf2"):
        export = Export(folder, name)
        for run, formats in CHECKS:
            if name not in formats:
                continue
            try:
                said = run(export)
                print(f"ok    {name:4} {run.__doc__}{f' ({said})' if said else ''}", flush=True)
            except subprocess.CalledProcessError as error:
                failures += 1
                print(f"FAIL  {name:4} {run.__doc__}: {error.stderr[-2000:]}", flush=True)
            except Exception as error:  # all checks are to be seen
                failures += 1
                print(f"FAIL  {name:4} {run.__doc__}: {type(error).__name__}: {error}", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
