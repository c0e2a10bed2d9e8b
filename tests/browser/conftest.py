"""One JupyterLab and one page for all tests here.

Pictures go to build/browser/.
"""

import json
from pathlib import Path

import nbformat
import pytest

from tools import browser

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items):
    if browser.find_browser() is None:
        reason = "no Chromium, Chrome or Edge found: nothing was tried in one"
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def lab(default_environment):
    """A JupyterLab on a copy of all notebooks."""
    browser.PICTURES.mkdir(parents=True, exist_ok=True)
    paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    # One thread: several, beside the tests on the other cores, wait for each other.
    environ = {**default_environment, "OMP_NUM_THREADS": "1"}
    with browser.jupyterlab(paths, environ) as lab:
        yield lab


@pytest.fixture(scope="session")
def window(lab):
    with browser.page_of(lab) as page:
        yield page


@pytest.fixture(scope="module")
def page(request, lab, window):
    """The page of a new notebook whose one cell, the test file's CELL, has run."""
    code = getattr(request, "param", None) or request.module.CELL
    name = Path(request.module.__file__).stem
    show(lab, window, name, code)
    yield window
    browser.close_notebook(window)


def show(lab, page, name, code):
    """Open a new notebook with that one cell, run it, and watch its explorer."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    (lab.folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    browser.open_notebook(page, f"{name}.ipynb")
    assert not browser.run_cells(page, [0])
    browser.watch(page.locator(".course-explorer"))
