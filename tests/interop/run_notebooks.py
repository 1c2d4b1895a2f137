"""Runs notebooks in Jupyter's own kernel, a process each, and holds their losses against ours.

One of them runs on two devices, which share its batches.
"""

import json
import os
import pathlib
import sys
import time

import nbclient
import nbformat
import numpy as np

folder = pathlib.Path(sys.argv[1])
# Each with the number of devices that JAX is to find.
RUNS = [("circle", 1), ("spiral", 1), ("plane", 2)]
READ = """
import json
devices = len(model.weights[0].value.sharding.device_set)
print(json.dumps({"losses": losses, "devices": devices}))
same = keras.saving.load_model("neural_playground.keras")
assert np.array_equal(same(x_train), model(x_train))
"""
wrong = []

for name, devices in RUNS:
    begun = time.time()
    path = folder / name
    expected = json.loads((path / "expected.json").read_text())
    notebook = nbformat.read(path / "neural_playground.ipynb", as_version=4)
    nbformat.validate(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(READ))
    os.environ["XLA_FLAGS"] = f"--xla_force_host_platform_device_count={devices}"
    place = {"metadata": {"path": str(path)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = sum("image/png" in output.get("data", {}) for output in outputs)
    printed = [output.text for output in outputs if output.get("name") == "stdout"]
    told = json.loads(printed[-1])
    found, ours = np.asarray(told["losses"]["loss"]), np.asarray(expected["loss"])
    if found.shape != ours.shape:
        wrong.append(f"{name}: {len(found)} epochs, ours {len(ours)}")
        continue
    # What is shuffled is one run of many.
    off = np.max(np.abs(found - ours)) if expected["exact"] else 0.0
    said = f"{name}: {off:.1e} off, {told['devices']} devices, {pictures} pictures"
    print(f"{said}, {time.time() - begun:.0f} s")
    if not (off <= 1e-5 and told["devices"] == devices and pictures == 2):
        wrong.append(said)

print("\n".join(wrong))
sys.exit(bool(wrong))
