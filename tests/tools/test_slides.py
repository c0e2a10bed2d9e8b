"""Slides as one HTML file: what is on them."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import slides


def cell(source, kind=None, *outputs):
    meta = {"slideshow": {"slide_type": kind}} if kind else {}
    if re.match("from |plots|explorers", source):
        meta["tags"] = ["imports"] if source.startswith("from ") else []
        return new_code_cell(source, metadata=meta, outputs=list(outputs))
    return new_markdown_cell(source, metadata=meta)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The slides of a small notebook with an explorer."""
    folder = tmp_path_factory.mktemp("slides in ä folder")
    picture = {"image/png": "iVBORw0KGgo=", "text/plain": 'Two bars, "one" < two.'}
    cells = [
        cell("# Title with `code` and a [link](../README.md)", "slide"),
        cell("from helpers import explorers", "skip", new_output("stream", text="x")),
        cell("## Sums of $a_i$ and `$5`", "slide"),
        cell("plots.bars(1)", None, new_output("display_data", picture)),
        cell("what to say about it", "notes"),
        cell("kept for readers $$\\sum_i a_i$$", "subslide"),
        cell("explorers.flip_and_slide()", "slide"),
    ]
    path = folder / "01_small.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    assert slides.main([str(path), str(folder / "out")]) == 0
    return folder / "out" / "01_small.html"


def test_what_is_on_the_slides(file):
    text = file.read_text("utf-8")
    title, imports, sums, figure, notes, more, explorer = re.findall(
        r'<div class="cell".*?(?=<div class="cell"|</main>)', text, re.DOTALL
    )
    assert "Title with <code>code</code> and a link" in title
    assert 'data-kind="skip"' in imports and "<pre>" not in imports
    assert "<math" in sums and "<code>$5</code>" in sums
    assert 'alt="Two bars, &quot;one&quot; &lt; two."' in figure
    assert "what to say about it" in notes and 'data-kind="notes"' in notes
    assert 'data-kind="subslide"' in more
    assert 'data-record="0"' in explorer
    assert not re.search(r"(src|href)=.?https?:", text)
