"""All emoji, of both data sets' train and test halves, under their names."""

import io
import unicodedata
from functools import cache

import numpy as np

from helpers.datasets import files

KINDS = "animal", "face", "food", "person", "transport"
SILENT = "200D", "FE0F"  # parts of an emoji's code that join or colour the others


@cache
def named(twitter=False):
    """{kind: (titles, images (N, 64, 64, 3))}, drawn by Google or by Twitter."""
    content = files.verified("emoji_twitter.npz" if twitter else "emoji.npz")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        codes, labels, images = (
            np.concatenate([arrays[f"{split}_{what}"] for split in ("train", "test")])
            for what in ("glyphs", "labels", "images")
        )
    order = np.argsort(codes, kind="stable")
    places = {kind: order[labels[order] == n] for n, kind in enumerate(KINDS)}
    return {
        kind: ([title(str(code)) for code in codes[n]], images[n].transpose(0, 2, 3, 1))
        for kind, n in places.items()
    }


def find(name):
    """(kind, which) of the emoji with that title."""
    for kind, (titles, _) in named().items():
        if name in titles:
            return kind, titles.index(name)
    raise ValueError(
        f"No emoji is called {name!r}; there are, for example, "
        f"{', '.join(named()['animal'][0][:5])}; emoji.named() lists all."
    )


def title(code):
    """An emoji's name, as Unicode has it; "1F427" is a penguin."""
    parts = [part for part in code.split("-") if part not in SILENT]
    names = [unicodedata.name(chr(int(part, 16)), "") for part in parts]
    return ", ".join(name.lower() for name in names) if all(names) else "new emoji"
