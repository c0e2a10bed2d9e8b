"""`run.py execute`: what is saved holds still, and shows nothing of the machine."""

import pytest
from nbformat import v4

from tools import execute

CELLS = """\
print("a"); print("b")
import ipywidgets; ipywidgets.IntSlider()
1 / 0
from IPython.display import display; import time
display({"text/plain": "bars", "image/png": str(time.time_ns())}, raw=True)"""


@pytest.fixture
def path(tmp_path):
    one, two, three, *four = CELLS.splitlines()
    cells = [v4.new_code_cell(source) for source in (one, two, three, "\n".join(four))]
    cells[2].metadata["tags"] = ["raises-exception"]
    cells[3].metadata["tags"] = ["timed"]
    path = tmp_path / "01_small.ipynb"
    execute.save(v4.new_notebook(cells=cells), path)
    return path


def test_twice_gives_the_same_bytes(path, capsys):
    assert execute.main([path]) == 0
    first = path.read_bytes()
    assert execute.main([path]) == 0
    assert path.read_bytes() == first
    assert "unchanged" in capsys.readouterr().out
    assert b"widget-view" not in first
    assert b"Traceback" not in first
    assert b"ZeroDivisionError" in first


def test_a_timed_cell_that_has_changed_gets_its_new_picture():
    def notebook(source, picture, words):
        data = {"text/plain": words, "image/png": picture}
        output = v4.new_output("display_data", data=data)
        cell = v4.new_code_cell(source, outputs=[output], metadata={"tags": ["timed"]})
        cell.id = "race"
        return v4.new_notebook(cells=[cell])

    def kept(new, old):
        execute.keep_timed(new, old)
        return new.cells[0].outputs[0].data["image/png"]

    old = notebook("race()", "old", "bars")
    assert kept(notebook("race()", "new", "bars"), old) == "old"
    assert kept(notebook("race(3)", "new", "bars"), old) == "new"
    assert kept(notebook("race()", "new", "other bars"), old) == "new"


def test_an_error_names_the_cell_and_saves_nothing(path, capsys):
    text = path.read_text().replace("raises-exception", "other")
    path.write_text(text)
    assert execute.main([path]) == 1
    assert path.read_text().count('"outputs": []') == 4
    assert "cell 3" in capsys.readouterr().err
