"""Runs `network.py` or `network.c` of each folder, and compares with what the network answers."""

import ctypes
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

STRICT = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter"]


def of_python(path):
    spec = importlib.util.spec_from_file_location("network", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda row, _: module.predict(row)


def of_c(path):
    library = path.with_suffix(".so")
    build = ["cc", "-O1", *STRICT, "-shared", "-fPIC", "-o", library, path, "-lm"]
    subprocess.run(build, check=True)
    function = ctypes.CDLL(str(library)).predict
    function.restype = None

    def predict(row, outputs):
        output = (ctypes.c_double * outputs)()
        function((ctypes.c_double * len(row))(*row), output)
        return list(output)

    return predict


wrong = 0
for folder in sorted(Path(sys.argv[1]).iterdir()):
    case = json.loads((folder / "case.json").read_text())
    python, c = folder / "network.py", folder / "network.c"
    predict = of_python(python) if python.exists() else of_c(c)
    worst = 0.0
    for row, expected in zip(case["rows"], case["outputs"], strict=True):
        found = predict(row, len(expected))
        for ours, theirs in zip(found, expected, strict=True):
            off = abs(ours - theirs) / max(1.0, abs(theirs))
            # What is no number is the worst.
            worst = worst if off <= worst else off
    wrong += not worst <= 1e-10
    print(f"{folder.name}: {worst}")
sys.exit(wrong > 0)
