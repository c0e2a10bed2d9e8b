"""notebooks/glossary.md: each term once, where a notebook has it; and its anchors."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
TEXT = (NOTEBOOKS / "glossary.md").read_text(encoding="utf-8")
TERMS, SYMBOLS = TEXT.split("\n## symbols\n")
ENTRIES = {
    heading: " ".join(entry.split())
    for heading, entry in re.findall(r"^### (.+)\n\n((?:.+\n)+)", TERMS, re.M)
}
ROWS = re.findall(r"^\| (.+) \| (.+) \| (\[\d.+) \|$", SYMBOLS, re.M)
MUST = """
neuron, hidden, activation function, feature map, dense, hyperparameter, logits,
softmax, cross-entropy, overfitting, regularization, generalize, skip connection,
head, backbone, epoch, mini-batch, stochastic gradient descent, learning rate,
momentum, weight decay, dropout, BatchNorm, receptive field, stride, padding,
channel, dilation, groups, depthwise, bottleneck, pooling, equivariant, invariant,
aliasing, saliency, occlusion, Grad-CAM, transfer, fine-tuning, feature extraction,
ablation, top-5 error, interval, seed, validation
"""


def linked(words):
    """The notebooks that a text links to, by their files' names, in its order."""
    links = re.findall(r"\[(\d\d)\]\((\d\d_\w+\.ipynb)\)", words)
    assert links and all(name.startswith(number) for number, name in links)
    return [name for _, name in links]


@cache
def prose(name):
    cells = json.loads((NOTEBOOKS / name).read_text(encoding="utf-8"))["cells"]
    texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    text = "\n\n".join(texts)
    return text, re.sub(r"(?<!!)\[([^]]+)\]\([^)]+\)", r"\1", text)


def written(name):
    """A notebook's text on one line, in lower case, without links' targets."""
    return " ".join(prose(name)[1].split()).lower()


def defined(name):
    """What stands in bold or italic in a notebook, in lower case."""
    marked = re.findall(r"(\*\*?)([^*\n]+)\1", prose(name)[1])
    return {words.lower() for _, words in marked}


def slug(heading):
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_terms_are_sorted_and_each_is_there_once():
    headings = re.findall(r"^### (.+)$", TERMS, re.M)
    assert headings == list(ENTRIES) == sorted(set(headings), key=str.lower)
    assert not set(" ".join(MUST.split()).split(", ")) - set(headings)


@pytest.mark.parametrize("term", ENTRIES)
def test_a_term_is_in_the_notebook_named_and_not_explained_earlier(term):
    text = ENTRIES[term]
    first, *others = linked(text)
    assert term.lower() in written(first)
    for synonym in re.findall(r"\*\*(.+?)\*\*", text):
        assert any(synonym.lower() in written(name) for name in (first, *others))
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        assert path.name >= first or term.lower() not in defined(path.name)


def test_each_symbol_is_there_once_and_used_in_the_notebook_named():
    symbols = [one for row in ROWS for one in row[0].split(", ")]
    assert len(symbols) == len(set(symbols)) > 20
    tex = {"σ": r"\sigma", "η": r"\eta", "λ": r"\lambda", "ε": r"\varepsilon"}
    tex |= {"x̄": r"\bar x", "w̄": r"\bar w", "ȳ": r"\bar y", "∗": "*"}
    for row, _, notebook in ROWS:
        (name,) = linked(notebook)
        formulas = " ".join(
            re.findall(r"\$+[^$]+\$+|`.+?`|\([A-Z, ]+\)", prose(name)[0])
        )
        for one in row.split(", "):
            sign = re.escape(tex.get(one, one))
            assert re.search(rf"(?<![A-Za-z]){sign}(?![A-Za-z])", formulas), one


def test_k_is_a_number_of_filters_where_layers_are_built():
    """But for 05, a kernel's width in WM; there the glossary says so."""
    (meaning,) = (row[1] for row in ROWS if row[0] == "K")
    assert "in 05 a kernel's width" in meaning
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"Conv[12]d\(\w+, \w+, K\b|kernel_size=K\b", text)
        if not path.name.startswith("05"):
            widths = re.findall(r"(?:\w+ ){5}width \$?K\b", prose(path.name)[1])
            assert all("COMP calls" in words for words in widths), path.name


def test_links_into_the_glossary_end_at_a_term(notebook_path):
    anchors = {slug(term) for term in ENTRIES}
    links = re.findall(r"\]\(([^)]*glossary\.md[^)]*)\)", prose(notebook_path.name)[0])
    assert links and len(set(links)) == len(links)
    assert {link.split("#")[0] for link in links} == {"../notebooks/glossary.md"}
    assert {link.split("#")[1] for link in links} <= anchors


def test_what_intervals_hold_is_said_in_one_place():
    """07 and 10 share a sentence and link the explanation; its two examples hold."""
    (one,), (other,) = (
        re.findall(r"What does ± hold\?.*?/n}\$\.", prose(path.name)[0])
        for path in sorted(NOTEBOOKS.glob("*.ipynb"))
        if path.name[:2] in ("07", "10")
    )
    assert one == other and "glossary.md#interval" in one
    for p, n, words in (0.77, 2000, "that is 1.8 points"), (0.85, 100, "it is 7."):
        points = 196 * (p * (1 - p) / n) ** 0.5
        assert f"{points:.2g}" in words and words in ENTRIES["interval"]
