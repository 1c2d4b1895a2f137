"""Reads `network.safetensors` of each folder, and compares with `expected.json`.

Report B31's network, `b31`, is built from its file and asked.
"""

import json
import sys
from pathlib import Path

import numpy
from safetensors import safe_open


def answers(file, rows):
    """What dense layers with the sigmoid make of some rows, built from a file alone."""
    values = numpy.array(rows)
    for layer in json.loads(file.metadata()["network"])["layers"]:
        assert (layer["class"], layer["activation"]["name"]) == ("Dense", "sigmoid"), layer
        kernel, bias = (file.get_tensor(f"{layer['name']}/{part}") for part in ("kernel", "bias"))
        values = 1 / (1 + numpy.exp(-(values @ kernel + bias)))
    return values


def wrong(file, expected):
    """What is wrong with a file."""
    if set(file.keys()) != {tensor["name"] for tensor in expected["tensors"]}:
        yield f"has {sorted(file.keys())}"
        return
    for tensor in expected["tensors"]:
        found = file.get_tensor(tensor["name"])
        words = numpy.array([int(bits, 16) for bits in tensor["bits"]], dtype=numpy.uint64)
        if list(found.shape) != tensor["shape"] or str(found.dtype) != expected["dtype"]:
            yield f"{tensor['name']} is {found.dtype} {found.shape}"
        elif found.astype(numpy.float64).tobytes() != words.view(numpy.float64).tobytes():
            yield f"{tensor['name']} has other bits"
    network = json.loads(file.metadata()["network"])
    if [layer["name"] for layer in network["layers"]] != expected["layers"]:
        yield "has other layers"
    if [column["name"] for column in network["columns"]] != expected["columns"]:
        yield "has other columns"
    if len(network["inputs"]) != expected["inputs"] or network["version"] != 1:
        yield "has other inputs, or is of another version"


found = 0
for folder in sorted(Path(sys.argv[1]).iterdir()):
    expected = json.loads((folder / "expected.json").read_text())
    with safe_open(folder / "network.safetensors", framework="numpy") as file:
        complaints = list(wrong(file, expected))
        if folder.name == "b31":
            case = json.loads((folder / "case.json").read_text())
            off = numpy.max(numpy.abs(answers(file, case["rows"]) - case["outputs"]))
            print(f"b31: {off}")
            if not off <= 1e-12:
                complaints.append(f"answers are {off} off")
        for complaint in complaints:
            found += 1
            print(f"{folder.name}: {complaint}")
sys.exit(found > 0)
