"""A convolution layer forward and backward, in 1-D and 2-D, in NumPy alone.

As everywhere in neural networks the kernel isn't flipped: it is a cross-correlation.

Inside, all is 2-D, and products are matrices. What a kernel's column j reads of every
row of x is cut out once for all (a strip); its row i then only picks rows of the
strips. So there is one matrix product for each row of the kernel.
"""

from dataclasses import dataclass

import numpy as np

from helpers.arithmetic.sizes import check_groups, whole
from helpers.layers import validate


def conv_forward(x, w, b=None, stride=1, padding=0, dilation=1, groups=1):
    """y[n, k, t] = b[k] + Σ_c Σ_i w[k, c, i] · x[n, c, S·t + D·i − P]

    with one t and i in 1-D, two in 2-D. x (N, C, H, W), w (K, C/groups, F, F') and
    b (K,) give y (N, K, H', W'); in 1-D the same without H and F. Stride S, padding P
    and dilation D are one number, or one for each direction. Around x lie zeros; steps
    that don't fit are left out. With groups, each K/groups maps read C/groups channels.
    """
    x, w, b = validate.arrays(x=x, w=w, b=b)
    p = _plan(x, w, b, stride, padding, dilation, groups)
    weights, strips = _by_rows(w, p), _strips(x, p)
    y = np.zeros((p.N, p.G, p.K // p.G, p.flat[-1]), x.dtype)
    if b is not None:
        y += b.reshape(p.G, -1, 1)
    for i, rows in enumerate(p.rows):  # rows: what the kernel's row i reads
        seen = strips[:, :, :, rows]  # (N, G, C/G·F', H', W')
        y += weights[i] @ seen.reshape(p.flat)  # (N, G, K/G, H'·W')
    return y.reshape(p.output)


def conv_backward(y_bar, x, w, stride=1, padding=0, dilation=1, groups=1):
    """(x_bar, w_bar, b_bar): the gradients of what went in, from y_bar, the output's.

    w_bar[k, c, i] = Σ_n Σ_t y_bar[n, k, t] · x[n, c, S·t + D·i − P]
    x_bar[n, c, s] = Σ_k Σ_i y_bar[n, k, t] · w[k, c, i], where S·t + D·i − P = s
    b_bar[k]       = Σ_n Σ_t y_bar[n, k, t]
    """
    y_bar, x, w = validate.arrays(y_bar=y_bar, x=x, w=w)
    p = _plan(x, w, None, stride, padding, dilation, groups)
    validate.shape("y_bar", y_bar, p.output, "the shape of the layer's output")
    weights, strips = _by_rows(w, p), _strips(x, p)
    w_bar, strips_bar = np.zeros_like(weights), np.zeros_like(strips)
    y_bar = y_bar.reshape(p.N, p.G, p.K // p.G, -1)  # (N, G, K/G, H'·W')
    for i, rows in enumerate(p.rows):
        seen = strips[:, :, :, rows]  # (N, G, C/G·F', H', W')
        w_bar[i] = (y_bar @ seen.reshape(p.flat).mT).sum(0)
        strips_bar[:, :, :, rows] += (weights[i].mT @ y_bar).reshape(seen.shape)
    x_bar = _strips_backward(strips_bar, p).reshape(x.shape)
    w_bar = _from_rows(w_bar, p).reshape(w.shape)
    b_bar = y_bar.sum((0, 3)).ravel()
    return x_bar, w_bar, b_bar


def _strips(x, p):
    """(N, G, C/G·F', H, W'): all that the kernel's columns read, row by row of x."""
    x = np.pad(x.reshape(p.input), [(0, 0), (0, 0), *p.margins])
    strips = np.stack([x[..., columns] for columns in p.columns], axis=2)
    return strips.reshape(p.N, p.G, -1, *strips.shape[3:])


def _strips_backward(strips_bar, p):
    """x_bar: what column j read of x, it gives back there."""
    N, C, H, W = p.input
    (top, bottom), (left, right) = p.margins
    x_bar = np.zeros((N, C, top + H + bottom, left + W + right), strips_bar.dtype)
    by_column = strips_bar.reshape(N, C, len(p.columns), *strips_bar.shape[3:])
    for j, columns in enumerate(p.columns):
        x_bar[..., columns] += by_column[:, :, j]
    return x_bar[:, :, top : top + H, left : left + W]


def _by_rows(w, p):
    """(F, G, K/G, C/G·F'): one matrix for each row of the kernel, and each group."""
    rows = np.moveaxis(w.reshape(p.kernel), 2, 0)
    return rows.reshape(len(rows), p.G, p.K // p.G, -1)


def _from_rows(weights, p):
    """Undoes `_by_rows`."""
    K, C, F, columns = p.kernel
    return np.moveaxis(weights.reshape(F, K, C, columns), 0, 2)


@dataclass(frozen=True)
class Plan:
    """All sizes of a layer, in 2-D; `rows`, `columns`: the slices that these read."""

    N: int
    K: int
    G: int
    input: tuple
    kernel: tuple
    margins: list
    rows: list
    columns: list
    flat: tuple
    output: tuple


def _plan(x, w, b, stride, padding, dilation, groups):
    """The Plan of a layer; refuses what doesn't fit together."""
    d = validate.directions(x)
    if w.ndim != x.ndim:
        raise ValueError(
            f"x has shape {x.shape} and w {w.shape}: w needs {x.ndim} dimensions too, "
            f"{'(K, C/groups, F)' if d == 1 else '(K, C/groups, F, F)'}."
        )
    N, C, K, G = *x.shape[:2], w.shape[0], whole("groups", groups)
    check_groups(C, K, G)
    if w.shape[1] != C // G:
        raise ValueError(
            f"w has shape {w.shape}, but x has {C} channels: with groups={G} the "
            f"second entry must be {C // G}, the channels that each map reads."
        )
    if b is not None:
        validate.shape("b", b, (K,), "one number for each output map")
    lift = 2 - d  # rows are pictures of height 1
    S = (1,) * lift + validate.each_way("stride", stride, d)
    P = (0,) * lift + validate.each_way("padding", padding, d, least=0)
    D = (1,) * lift + validate.each_way("dilation", dilation, d)
    sizes, kernel = (1,) * lift + x.shape[2:], (1,) * lift + w.shape[2:]
    rows, columns = map(validate.window_slices, sizes, kernel, S, P, D)
    stops = [len(range(first.stop)[first]) for first in (rows[0], columns[0])]
    return Plan(
        N=N,
        K=K,
        G=G,
        input=(N, C, *sizes),
        kernel=(K, C // G, *kernel),
        margins=[(p, p) for p in P],
        rows=rows,
        columns=columns,
        flat=(N, G, C // G * len(columns), stops[0] * stops[1]),
        output=(N, K, *stops[lift:]),
    )
