"""Many features, drawn in two dimensions: principal components."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Embedding:
    """points (N, 2); shares (2,), of all variance, that they show."""

    points: np.ndarray
    shares: np.ndarray


def embedding(features):
    """Embedding of N rows of D features: seen from where they spread most.

    A direction could as well be turned round; here its largest part is positive.
    """
    rows = np.asarray(features, dtype=np.float64)
    if rows.ndim != 2 or min(len(rows) - 1, rows.shape[1]) < 2:
        raise ValueError(
            "features must be three or more rows of two or more, (N, D); got the shape "
            f"{rows.shape}. Maps (N, C, h, w) become rows by .flatten(1)."
        )
    if not np.isfinite(rows).all():
        raise ValueError("features hold NaN or infinity; give finite numbers.")
    if (rows == rows[0]).all():
        raise ValueError(f"All {len(rows)} rows are the same: they spread nowhere.")
    left, sizes, directions = np.linalg.svd(rows - rows.mean(0), full_matrices=False)
    largest = np.abs(directions).argmax(1)[:, None]
    signs = np.sign(np.take_along_axis(directions, largest, 1))[:, 0]
    shares = sizes**2 / (sizes**2).sum()
    return Embedding((left * sizes * signs)[:, :2], shares[:2])
