"""Surgery, in a real JupyterLab: layers are taken out, and put in again."""

import pytest
from hands import says

from tools import browser

pytestmark = pytest.mark.thorough

CELL = "from helpers import explorers\nexplorers.surgery()"
LAYERS = "conv3", "conv4", "fc6", "fc7"


def tick(page, layer, then):
    page.get_by_label(f"take out {layer}").click()
    says(page, then)


def test_layers_are_taken_out_and_come_back(page):
    for layer in LAYERS:
        tick(page, layer, f"Without {layer}, AlexNet has")
        tick(page, layer, "All layers are in")
    for layer in LAYERS:
        page.get_by_label(f"take out {layer}").click()
    says(page, "Without conv3, conv4, fc6 and fc7")
    assert "the lecture has −33.5" in browser.words(page)
    browser.shot(page, "surgery_all")
