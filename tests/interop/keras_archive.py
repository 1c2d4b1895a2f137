"""Keras's side of `keras.rs`: each folder below the one that is named holds an archive, some rows with
what the network answers, and perhaps two epochs of training with the losses that they come to.

What is wrong is printed, a line each, and fails the script.
"""

import json
import sys
import time
import zipfile
from pathlib import Path

import jax

jax.config.update("jax_enable_x64", True)

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.backend.common import dtypes  # noqa: E402

# Keras leaves 64 bits to TensorFlow alone: on JAX its `tanh`, `sin` and `cos` narrow what they get. The
# archive is to be judged, not that.
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"


def deviation(found, expected):
    """The largest distance of numbers, relative where they are larger than 1."""
    found, expected = np.asarray(found, "float64"), np.asarray(expected, "float64")
    if found.shape != expected.shape:
        return float("inf")
    off = np.abs(found - expected) / np.maximum(1, np.abs(expected))
    return float(np.max(off, initial=0)) if np.isfinite(off).all() else float("inf")


def losses(model, training):
    """The losses behind each epoch, of batches in the order in which they are given."""
    # A step is compiled nowhere: that takes longer than a few of them.
    model.run_eagerly, model.jit_compile = True, False
    for epoch in training["epochs"]:
        x, y = (np.array(epoch[name], "float64") for name in "xy")
        model.fit(x, y, batch_size=training["batch"], epochs=1, shuffle=False, verbose=0)
        yield float(model.evaluate(x, y, batch_size=len(x), verbose=0))


def main(folder):
    wrong, worst, fitted = [], {}, 0
    for own in sorted(Path(folder).iterdir()):
        started = time.perf_counter()
        case = json.loads((own / "case.json").read_text())
        bits = 64 if case["wide"] else 32
        # What `fit` makes of the rows that it gets.
        keras.config.set_floatx(f"float{bits}")
        model = keras.saving.load_model(own / "model.keras")
        rows = np.array(case["rows"], "float64")
        checks = [(f"outputs at {bits} bits", 1e-10 if bits == 64 else 1e-4, model(rows), case["outputs"])]
        with zipfile.ZipFile(own / "model.keras") as archive:
            metadata = json.loads(archive.read("metadata.json"))
        told = json.loads((own / "told.json").read_text())
        if (model.compiled, metadata["columns"], metadata[told["goal"]]) != (
            told["compiled"],
            told["columns"],
            told["names"],
        ):
            wrong.append(f"{own.name}: compiled: {model.compiled}, {metadata}")
        if training := told["training"]:
            expected = [epoch["loss"] for epoch in training["epochs"]]
            checks.append(("losses", 1e-5, list(losses(model, training)), expected))
            fitted += 1
        for what, allowed, found, expected in checks:
            off = deviation(found, expected)
            worst[what] = max(worst.get(what, (0, "")), (off, own.name))
            if not off <= allowed:
                wrong.append(f"{own.name}: {what} are off by {off:.1e}, allowed: {allowed:.0e}")
        print(f"{own.name}: {time.perf_counter() - started:.2f} s")
    for what, (off, name) in worst.items():
        print(f"{what}: largest deviation {off:.1e} ({name})")
    print(f"{fitted} networks trained on")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


main(sys.argv[1])
