"""Checks every model below a folder by onnx, runs it by onnxruntime, and compares with what is asked.

`python onnx_models.py FOLDER`: each folder in it has `model.onnx` and `case.json`.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime

largest = {True: 0.0, False: 0.0}
wrong = []
cases = sorted(pathlib.Path(sys.argv[1]).glob("*/case.json"))
for case in cases:
    name = case.parent.name
    asked = json.loads(case.read_text())
    try:
        model = onnx.load(case.parent / "model.onnx")
        onnx.checker.check_model(model, full_check=True)
        session = onnxruntime.InferenceSession(
            model.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        (row,), (output,) = session.get_inputs(), session.get_outputs()
        wide = asked["wide"]
        number = numpy.float64 if wide else numpy.float32
        named = (row.name, row.type, row.shape[0], output.name, output.shape[0])
        kind = "tensor(double)" if wide else "tensor(float)"
        if named != ("row", kind, "batch", "output", "batch"):
            wrong.append(f"{name}: {named}")
        rows, outputs = numpy.array(asked["rows"], number), numpy.array(asked["outputs"])
        for count in (len(rows), 1):
            (found,) = session.run(None, {"row": rows[:count]})
            expected = outputs[:count]
            if found.shape != expected.shape or found.dtype != number:
                wrong.append(f"{name}: {found.dtype} {found.shape}")
                continue
            off = float(numpy.max(numpy.abs(found - expected) / numpy.maximum(1, numpy.abs(expected))))
            largest[wide] = max(largest[wide], off)
            if not off <= (1e-10 if wide else 1e-4):
                wrong.append(f"{name}: off by {off}")
        for key, value in asked.get("metadata", {}).items():
            told = session.get_modelmeta().custom_metadata_map.get(key)
            if told is None or json.loads(told) != value:
                wrong.append(f"{name}: {key} is {told}")
    except Exception as error:
        wrong.append(f"{name}: {error}")
print(f"onnx: {len(cases)} models, largest deviation {largest[True]:.1e} at 64 bits, {largest[False]:.1e} at 32")
print("\n".join(wrong))
sys.exit(bool(wrong) or not cases)
