"""The checker of notebook 05 for max pooling: to whom does the gradient go?"""

import numpy as np

from helpers.checks import base

CONVENTION = (
    "valid maths, but the convention, here as in torch, is: all to the first of them, "
    "row by row"
)


def _route(
    y_bar,
    x,
    size,
    stride,
    share,
    keep=lambda part: True,
    start=lambda k, stride: k * stride,
):
    """x_bar, with each output's blame sent into its window as `share(window)` says.

    keep(part) is true where it is added to what was there before.
    """
    x_bar = np.zeros(x.shape)
    for (i, j), blame in np.ndenumerate(y_bar):
        top, left = start(i, stride), start(j, stride)
        place = np.s_[top : top + size, left : left + size]
        part = share(x[place])
        x_bar[place] = blame * part + np.where(keep(part), x_bar[place], 0)
    return x_bar


def _first(window):
    part = np.zeros(window.shape)
    if window.size:
        part.flat[np.argmax(window)] = 1
    return part


def _last(window):
    return _first(window[::-1, ::-1])[::-1, ::-1]


def _ties(window):
    return 1.0 * (window == (window.max() if window.size else 0))


def max_pool_gradient(attempt):
    """A Report on `attempt(y_bar, x, size, stride)`: x_bar of 2-D max pooling."""

    def way(share, **how):
        return lambda y_bar, x, size, stride: _route(
            y_bar, x, size, stride, share, **how
        )

    def apart(y_bar, x, size, stride):
        return _route(y_bar, x, size, size, _first)

    def corner(window):
        part = np.zeros(window.shape)
        part[:1, :1] = 1
        return part

    def unmoved(y_bar, x, size, stride, shape=None):
        x_bar = np.zeros(x.shape)
        for (i, j), blame in np.ndenumerate(y_bar):
            window = x[i * stride :, j * stride :][:size, :size]
            place = np.unravel_index(window.argmax(), shape or window.shape)
            x_bar[place] += blame
        return x_bar

    mistakes = {
        "every tied maximum gets the whole blame: only one may, by convention the "
        "first, row by row": way(_ties),
        f"tied maxima share the blame: {CONVENTION}": (
            way(lambda window: _ties(window) / max(1, _ties(window).sum()))
        ),
        f"to the last of the tied maxima: {CONVENTION}": way(_last),
        f"to the first of the tied maxima column by column: {CONVENTION}": (
            way(lambda window: _first(window.T).T)
        ),
        "spread over the window: that is average pooling's gradient": (
            way(lambda window: np.ones(window.shape) / max(1, window.size))
        ),
        "the whole blame to everyone in the window: only the maximum made the output": (
            way(lambda window: np.ones(window.shape))
        ),
        "a window replaces what overlapping ones have left: add up with +=": (
            way(_first, keep=lambda part: part == 0)
        ),
        "a window wipes out what overlapping ones have left: add up with +=": (
            way(_first, keep=lambda part: False)
        ),
        "a window of negative numbers has a winner, too: don't start from 0": (
            way(lambda window: _first(window) * (window > 0))
        ),
        "off by one in the stride: output i looks at the rows from i · stride on": (
            way(_first, start=lambda k, stride: k * stride + 1)
        ),
        "off by one in the stride: your steps are one too long": (
            way(_first, start=lambda k, stride: k * (stride + 1))
        ),
        "off by one in the stride: your steps are one too short": (
            way(_first, start=lambda k, stride: k * (stride - 1))
        ),
        "your windows are `size` apart: they start every `stride`": apart,
        "y_bar plays no part: the maximum gets its output's blame, not 1": (
            lambda y_bar, x, size, stride: _route(
                np.ones(y_bar.shape), x, size, stride, _first
            )
        ),
        "to the corner of the window, not to its maximum": way(corner),
        "a place in the window isn't one in x: add i · stride and j · stride": unmoved,
        "argmax counts along the window's rows, not along those of x": (
            lambda y_bar, x, *how: unmoved(y_bar, x, *how, shape=x.shape)
        ),
        "to the largest size, whatever its sign: -5 is less than 2": (
            way(lambda window: _first(np.abs(window)))
        ),
        "to the minimum": way(lambda window: _first(-window)),
    }
    x = np.array(
        [
            [-3, -1, -4, -2, -3],
            [-1, -4, 1, -3, 0],
            [0, -2, -3, 5, 5],
            [-4, 0, -1, -3, 1],
            [-2, 3, -4, -2, -2],
        ]
    )
    b = np.array([[2, -1], [3, 5]])
    wide = np.array([[1, -2, 4, 3], [5, 0.5, 2, -1], [2, 6, -3, 1]])
    right = way(_first)
    cases = [(b, x[:4, :4], 2, 2), (b, x, 3, 2), (wide, x[:4], 2, 1), (b, x, 2, 3)]
    cases += [(b / 2, x[3::-1, 1:], 1, 2)]
    return base.check("max_pool_gradient", attempt, right, cases, mistakes)
