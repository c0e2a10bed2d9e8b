"""A bar where there is something to wait for, by the amount of work.

Not by the clock: so a notebook shows the same on a quick and on a slow computer.
"""

from tqdm.auto import tqdm

WORTH = 50 * 224 * 224  # pixels through a network: about two seconds of Lite0


def progress(parts, pixels):
    """The parts, one after the other, with a bar if there are many pixels in all."""
    return tqdm(parts, leave=False) if pixels > WORTH else parts
