"""Make data/lite0_peaks.npz: which images make Lite0's channels most active, and where.

    python tools/data/make_peaks.py

For each channel of eight layers, the nine images of `lite0_peaks.images` with the
highest activations. It takes a minute or two.
"""

import making
import numpy as np
import torch
from tqdm.auto import tqdm

from helpers import features, models
from helpers.datasets.lite0_peaks import COUNT, LAYERS, SHAPE, TOP, inputs

TARGET = making.DATA / "lite0_peaks.npz"
BATCH = 8


def peaks(net):
    """{layer: (values (N, channels), places (N, channels, 2))} of all images."""
    found = {layer: ([], []) for layer in LAYERS}
    for first in tqdm(range(0, COUNT, BATCH)):
        images = inputs(range(first, min(first + BATCH, COUNT)))
        for layer, maps in features.activations(net, images, LAYERS).items():
            values, flat = maps.flatten(2).max(2)
            found[layer][0].append(values.numpy())
            places = np.unravel_index(flat.numpy(), maps.shape[2:])
            found[layer][1].append(np.stack(places, 2))
    return {
        layer: tuple(np.concatenate(parts) for parts in both)
        for layer, both in found.items()
    }


def arrays(values, places, field):
    """{name: array} of a layer: what its reader, `lite0_peaks`, needs."""
    best = np.argsort(-values, axis=0, kind="stable")[:TOP].T  # (channels, TOP)
    channels = np.arange(len(best))[:, None]
    return {
        "images": best.astype(np.uint16),
        "places": places[best, channels].astype(np.uint8),
        # All digits that are the same on other computers, so that it packs well.
        "values": values[best, channels].round(3).astype(np.float32),
        "field": np.array([field.start, field.size, field.step], dtype=np.int16),
    }


def main():
    torch.set_num_threads(1)
    net, stored = models.lite0(), {}
    for layer, (values, places) in peaks(net).items():
        field = features.receptive_field(net, layer, SHAPE)
        for name, array in arrays(values, places, field).items():
            stored[f"{layer} {name}"] = array
    making.write(TARGET, stored)


if __name__ == "__main__":
    main()
