#!/usr/bin/env python3
"""Rewrites a SavedModel that jax2tf exported so that an older TensorFlow can run it.

    python tools/interop/downgrade_stablehlo.py IN_FOLDER OUT_FOLDER [STABLEHLO_VERSION]

jax2tf stores a network as StableHLO inside XlaCallModule operations. TensorFlow 2.18, which TensorFlow
Java 1.1.0 is, reads StableHLO up to 1.8 and XlaCallModule up to version 9; JAX 0.5 and newer write later
ones. StableHLO can be written again in an older version, by the JAX that wrote it: run this script where
the model was exported. Weights and everything else stay as they are.

Runs with jax 0.10.2 and tensorflow 2.21.0; it uses a private module of JAX, which may move.
"""

import os
import pathlib
import shutil
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from jax._src.interpreters import mlir
from jaxlib.mlir.dialects import stablehlo
from tensorflow.core.protobuf import saved_model_pb2

STABLEHLO = "1.8.0"
CALL_MODULE = 9  # version 10 adds the attribute use_shardy_partitioner, nothing else


def calls(saved_model):
    """Every XlaCallModule in graphs and functions."""
    for meta_graph in saved_model.meta_graphs:
        graph = meta_graph.graph_def
        nodes = list(graph.node)
        for function in graph.library.function:
            nodes.extend(function.node_def)
        yield from (node for node in nodes if node.op == "XlaCallModule")


def downgrade(node, version):
    context = mlir.make_ir_context()
    with context:
        module = stablehlo.deserialize_portable_artifact(context, node.attr["module"].s)
        node.attr["module"].s = stablehlo.serialize_portable_artifact_str(str(module), version)
    node.attr["version"].i = min(node.attr["version"].i, CALL_MODULE)
    node.attr.pop("use_shardy_partitioner", None)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    source, target = map(pathlib.Path, sys.argv[1:3])
    version = sys.argv[3] if len(sys.argv) == 4 else STABLEHLO
    if not (source / "saved_model.pb").is_file():
        sys.exit(f"{source} is no SavedModel: expected a saved_model.pb in it.")
    if target.exists():
        sys.exit(f"{target} exists already; name another folder.")
    saved_model = saved_model_pb2.SavedModel.FromString((source / "saved_model.pb").read_bytes())
    count = 0
    for node in calls(saved_model):
        downgrade(node, version)
        count += 1
    shutil.copytree(source, target)
    (target / "saved_model.pb").write_bytes(saved_model.SerializeToString())
    print(f"{target}: rewrote {count} calls from StableHLO {stablehlo.get_current_version()} to {version}")


if __name__ == "__main__":
    main()
