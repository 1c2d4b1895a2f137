"""Runs Keras scripts as they stand, each in a namespace of its own.

`built/*` are carried out up to the training, and the model is asked about some rows. `trained/*/*` are
carried out whole, and their losses are held against ours: to 1e-5 where the rows come in one order,
else the mean of the last ones of all seeds within a factor of 1.5. The cells of `notebooks/*` are carried
out one after the other.
"""

import contextlib
import io
import json
import os
import pathlib
import sys
import time
import warnings

# A script sets this before it imports JAX: here it has been imported once for all.
os.environ["JAX_ENABLE_X64"] = "1"
# Pictures are drawn, and shown to nobody.
os.environ["MPLBACKEND"] = "agg"

import keras
import nbformat
import numpy as np

folder = pathlib.Path(sys.argv[1])
wrong = []


def run(source, path):
    """The namespace that a script leaves behind, and what it has printed."""
    # Looking for what can be freed takes longer than most of the scripts.
    keras.utils.clear_session(free_memory=False)
    space = {"__name__": "__main__"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, str(path), "exec"), space)
    return space, printed.getvalue()


def deviation(found, expected):
    """The largest, relative to max(1, |expected|); infinite for other shapes and for what is no number."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if found.shape != expected.shape:
        return np.inf
    largest = np.max(np.abs(found - expected) / np.maximum(1.0, np.abs(expected)), initial=0.0)
    return np.inf if np.isnan(largest) else largest


def build(path):
    expected = json.loads((path / "expected.json").read_text())
    script = path / "neural_playground.py"
    head, *cells = script.read_text().split("\n# %% ")
    compile(script.read_text(), str(script), "exec")
    space, _ = run("\n# %% ".join([head, *cells[:-1]]), script)
    answers = space["model"](space["inputs"](np.asarray(expected["rows"])), training=False)
    if "numbers" in space:
        answers = space["numbers"](np.asarray(answers))
    space["optimizer"].build(space["model"].trainable_variables)
    notebook = nbformat.read(path / "neural_playground.ipynb", as_version=4)
    nbformat.validate(notebook)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for source in sources:
        compile(source, str(path), "exec")
    # The sections are the same; the set-up is the first in both, and the devices are the notebook's own.
    for section, source in zip(cells[1:], sources[2:]):
        if source.strip() not in section:
            wrong.append(f"{path.name}: script and notebook differ")
    found = deviation(answers, expected["outputs"])
    if not found <= (1e-10 if expected["wide"] else 1e-4):
        wrong.append(f"{path.name}: the first answers are {found:.1e} off")
    return found if expected["wide"] else 0.0


def train(path):
    expected = json.loads((path / "expected.json").read_text())
    script = path / "neural_playground.py"
    space, printed = run(script.read_text(), script)
    losses = space["losses"]
    last = printed.strip().splitlines()[-1].split()
    if int(last[0]) != len(losses["loss"]):
        wrong.append(f"{path}: the last line is {last}")
    return losses, expected


assert any(folder.iterdir()), "there is nothing to run"
begun = time.time()
built = [build(path) for path in sorted(folder.glob("built/*"))]
if built:
    said = f"{len(built)} built: largest deviation at 64 bits {max(built):.1e}"
    print(f"{said}, {time.time() - begun:.0f} s")

for path in sorted(folder.glob("trained/*")):
    begun = time.time()
    runs = [train(seed) for seed in sorted(path.iterdir())]
    for part in ("loss", "val_loss"):
        if runs[0][1]["exact"]:
            found = max(deviation(losses[part], expected[part]) for losses, expected in runs)
            said = f"largest deviation {found:.1e} in {len(runs[0][1][part])} epochs"
            right = found <= 1e-5
        else:
            mean = np.mean([losses[part][-1] for losses, _ in runs])
            ours = np.mean([expected[part][-1] for _, expected in runs])
            said = f"mean {mean:.4g}, ours {ours:.4g}"
            right = ours / 1.5 <= mean <= ours * 1.5
        print(f"{path.name}: {part}: {said}, {time.time() - begun:.0f} s")
        if not right:
            wrong.append(f"{path.name}: {part}: {said}")

for path in sorted(folder.glob("notebooks/*")):
    begun = time.time()
    notebook = nbformat.read(path / "neural_playground.ipynb", as_version=4)
    os.chdir(path)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    space, _ = run("\n".join(cells), path)
    answers = space["model"](space["x_train"])
    same = keras.saving.load_model("neural_playground.keras")(space["x_train"])
    if not np.array_equal(same, answers):
        wrong.append(f"{path.name}: the saved model answers otherwise")
    print(f"{path.name}: the notebook's cells, {time.time() - begun:.0f} s")

print("\n".join(wrong))
sys.exit(bool(wrong))
