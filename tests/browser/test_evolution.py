"""Evolution and embeddings, in a real JupyterLab: by mouse."""

import pytest
from hands import click, says

from tools import browser

pytestmark = pytest.mark.thorough

CELL = "from helpers import explorers\nexplorers.{}()"


@pytest.mark.parametrize("page", [CELL.format("evolution")], indirect=True)
def test_evolution(page):
    cells = browser.state(page)
    click(page, 8 + 4 * 44 + 20, 26 + 44 + 20)
    says(page, "Filter 12 is ")
    click(page, 454 + 5 * 65 + 20, 90)
    says(page, "Filter 12 has got its last form")
    click(page, 454 + 3 * 65 + 20, 90)
    says(page, "Epoch 5: ")
    assert browser.state(page) == cells


@pytest.mark.parametrize("page", [CELL.format("embeddings")], indirect=True)
def test_embeddings(page):
    cells = browser.state(page)
    click(page, 592 + 124 + 30, 42 + 3 * 84 + 30)
    says(page, "car turned, pool: not much")
    page.get_by_label("it is").select_option("pushed")
    says(page, "car pushed, pool: not much")
    click(page, 592 + 30, 42 + 2 * 84 + 30)
    says(page, "car pushed, blocks.14: a grid")
    before = browser.pictures(page)
    click(page, 130, 150)
    assert browser.pictures(page) > before
    page.get_by_label("untrained network").check()
    says(page, "car pushed, blocks.14 untrained: a grid")
    assert browser.state(page) == cells
    browser.shot(page, "embeddings")
