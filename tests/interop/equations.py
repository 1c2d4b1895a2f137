"""Reads each page of a folder as XML, and looks for what must stand in it."""

import sys
from pathlib import Path
from xml.etree import ElementTree

MATHML = {
    "math", "mi", "mn", "mo", "mrow", "msub", "msup", "mfrac", "msqrt", "mtable", "mtr", "mtd", "mtext",
    "munder",
}
HTML = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li"}
PARTS = {"msub": 2, "msup": 2, "mfrac": 2, "munder": 2}

# Report B31's weights to four digits, as matrices in their order: kernels with a row a unit, and biases.
B31 = [
    [["−3.594", "−3.600"], ["−5.736", "−5.834"], ["−0.9592", "−1.032"]],
    [["5.220"], ["2.086"], ["−0.6706"]],
    [["7.143", "−7.764", "0.7122"]],
    [["−3.252"]],
]


def wrong(page, root):
    """What is wrong with a page."""
    elements = list(root.iter())
    if unknown := {element.tag for element in elements} - MATHML - HTML:
        yield f"unknown elements {unknown}"
    for element in elements:
        if len(element) != PARTS.get(element.tag, len(element)):
            yield f"{element.tag} has {len(element)} parts"
    if not any(element.get("display") == "block" for element in elements):
        yield "no equation"
    matrices = [[["".join(cell.itertext()) for cell in row] for row in table] for table in root.iter("mtable")]
    if page.name.startswith("b31-") and matrices != B31:
        yield f"has the matrices {matrices}"
    said = "\n".join("".join(item.itertext()) for item in root.iter("li"))
    for name in ["<b>", "</math>", "&amp;"] if page.name.startswith("odd-names-") else []:
        if name not in said:
            yield f"lacks the name {name}"
    language = {"English": "en", "Korean": "ko"}[page.stem.rsplit("-", 1)[1]]
    if root.get("lang") != language:
        yield f"says that it is in {root.get('lang')}"


found = 0
for page in sorted(Path(sys.argv[1]).iterdir()):
    for complaint in wrong(page, ElementTree.fromstring(page.read_bytes())):
        found += 1
        print(f"{page.name}: {complaint}")
sys.exit(found > 0)
