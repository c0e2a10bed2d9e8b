"""Many features, drawn in two or three dimensions: principal components."""

from typing import NamedTuple

import numpy as np


class Embedding(NamedTuple):
    """points (N, dimensions); shares (dimensions,), of all variance, that they show."""

    points: np.ndarray
    shares: np.ndarray


def embedding(features, dimensions=2):
    """Embedding of N rows of D features: seen from where they spread most.

    A direction could as well be turned round; here its largest part is positive.
    """
    rows = np.asarray(features, dtype=np.float64)
    if rows.ndim != 2 or len(rows) < 2:
        raise ValueError(
            "features must be two or more rows, (N, D); got the shape "
            f"{rows.shape}. Maps (N, C, h, w) become rows by .flatten(1)."
        )
    if dimensions not in range(1, min(len(rows) - 1, rows.shape[1]) + 1):
        raise ValueError(
            f"{dimensions!r} dimensions can't be had from {len(rows)} rows of "
            f"{rows.shape[1]} features; 1 to {min(len(rows) - 1, rows.shape[1])} can."
        )
    if not np.isfinite(rows).all():
        raise ValueError("features hold NaN or infinity; give finite numbers.")
    if (rows == rows[0]).all():
        raise ValueError(f"All {len(rows)} rows are the same: they spread nowhere.")
    left, sizes, directions = np.linalg.svd(rows - rows.mean(0), full_matrices=False)
    largest = np.abs(directions).argmax(1)[:, None]
    signs = np.sign(np.take_along_axis(directions, largest, 1))[:, 0]
    shares = sizes**2 / (sizes**2).sum()
    return Embedding((left * sizes * signs)[:, :dimensions], shares[:dimensions])
