"""What the tests in a real JupyterLab share. Their pictures go to build/browser/."""

from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from tools import browser

PICTURES = Path(__file__).resolve().parent.parent / "build" / "browser"
needs_browser = pytest.mark.skipif(
    browser.find_browser() is None,
    reason="no Chromium, Chrome or Edge found: nothing was tried in a browser",
)


def notebook_of(code, folder):
    """The path of a new notebook with that one cell."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    path = folder / "one_cell.ipynb"
    nbformat.write(notebook, path)
    return path


@contextmanager
def explorer_page(code, folder, environ):
    """The page of a notebook whose one cell has run and shows an explorer."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = notebook_of(code, folder)
    with browser.jupyterlab([path], environ) as lab, browser.page_of(lab) as page:
        browser.open_and_run(page, lab, path.name)
        page.locator(".course-picture").wait_for()
        browser.watch(page.locator(".course-explorer"))
        yield page


def words(page):
    """The line of words under the explorer's picture."""
    return page.evaluate("() => seen.words()")
