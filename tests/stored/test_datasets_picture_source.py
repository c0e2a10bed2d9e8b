"""Where pictures come from: the paper and what is drawn on it, a reader's files."""

import numpy as np
from moves import address

from helpers.datasets import picture_source
from helpers.datasets.picture_source import OWN, PHOTOS, SIDE

LINE = [[4, 4, 20, 20]]


def array(content):
    return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE, 3)


def test_the_paper():
    assert set(picture_source.paper(None, ())) == {255}
    drawn = array(picture_source.paper(None, LINE))
    assert drawn[96, 96].tolist() == [picture_source.INK] * 3  # 12 units: 96 pixels
    assert (drawn[:24] == 255).all() and 0.02 < (drawn < 128).mean() < 0.1
    photo = picture_source.choose(PHOTOS, 0)
    changed = array(picture_source.paper(photo, LINE)) != array(photo)
    assert abs(changed.any(2).mean() - (drawn < 255).any(2).mean()) < 0.02


def test_uploads_are_read_or_named():
    white = address(picture_source.WHITE)
    files = [("a.png", white), ("b.png", white[:-40]), ("c.txt", "")]
    read, unread = picture_source.received(files)
    assert read == [("a.png", picture_source.WHITE)] and unread == ["b.png", "c.txt"]
    assert picture_source.titles(OWN, read) == ["a.png"]
    jpeg = [("d.jpg", address(picture_source.WHITE, "jpeg"))]
    assert picture_source.received(jpeg) == ([("d.jpg", picture_source.WHITE)], [])
