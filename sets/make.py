"""Writes the tables beside this file from what two packages hold.

    python -m venv /tmp/sets
    /tmp/sets/bin/pip install scikit-learn==1.9.1 palmerpenguins==0.1.6
    /tmp/sets/bin/python sets/make.py

Names of columns are ours where the package's are cryptic. README.md says where the values come from.
To add a set: a function that returns the columns' names and the rows, its target last, and its facts
in tests/sets.rs.
"""

import csv
from pathlib import Path

import numpy
import pandas
from palmerpenguins import load_penguins
from sklearn import datasets


def iris():
    bunch = datasets.load_iris()
    # UCI's copy has 4.9,3.1,1.5,0.1 in both rows (counted from 1); these are Fisher's.
    bunch.data[35 - 1] = [4.9, 3.1, 1.5, 0.2]
    bunch.data[38 - 1] = [4.9, 3.6, 1.4, 0.1]
    return [*bunch.feature_names, "species"], rows(bunch, bunch.target_names)


def penguins():
    frame = load_penguins()
    names = {
        "island": "island",
        "bill_length_mm": "bill length (mm)",
        "bill_depth_mm": "bill depth (mm)",
        "flipper_length_mm": "flipper length (mm)",
        "body_mass_g": "body mass (g)",
        "sex": "sex",
        "year": "year",
        "species": "species",
    }
    return list(names.values()), frame[list(names)].to_numpy().tolist()


def wine():
    bunch = datasets.load_wine()
    # UCI numbers the cultivars from 1.
    classes = ["cultivar 1", "cultivar 2", "cultivar 3"]
    names = [name.replace("_", " ") for name in bunch.feature_names]
    names[names.index("od280/od315 of diluted wines")] = "OD280/OD315"
    return [*names, "cultivar"], rows(bunch, classes)


def breast_cancer():
    bunch = datasets.load_breast_cancer()
    return [*bunch.feature_names, "diagnosis"], rows(bunch, bunch.target_names)


def digits():
    bunch = datasets.load_digits()
    names = [f"pixel {row},{column}" for row in range(8) for column in range(8)]
    return [*names, "digit"], rows(bunch, bunch.target_names)


def diabetes():
    bunch = datasets.load_diabetes(scaled=False)
    names = {
        "age": "age (years)",
        "sex": "sex",
        "bmi": "body mass index",
        "bp": "blood pressure",
        "s1": "cholesterol",
        "s2": "LDL",
        "s3": "HDL",
        "s4": "cholesterol / HDL",
        "s5": "log triglycerides",
        "s6": "blood sugar",
    }
    header = [names[name] for name in bunch.feature_names]
    return [*header, "progression"], [[*row, target] for row, target in zip(bunch.data, bunch.target)]


def rows(bunch, classes):
    """The samples with the names of their classes."""
    return [[*row, classes[target]] for row, target in zip(bunch.data, bunch.target)]


def cell(value):
    """Text as it is, a number in its fewest digits, nothing where a value is missing."""
    if isinstance(value, str):
        return value
    return "" if pandas.isna(value) else numpy.format_float_positional(float(value), trim="-")


for make in [iris, penguins, wine, breast_cancer, digits, diabetes]:
    header, table = make()
    path = Path(__file__).with_name(f"{make.__name__}.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([cell(value) for value in row] for row in table)
