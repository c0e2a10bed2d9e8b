"""Which inputs of a pooling get the gradient of one output, or of all of them?

It is what `max_pool_backward` and `avg_pool_backward` give, with what is to be said of
it: the windows that read an input, the inputs that tie with a maximum.
"""

import numpy as np

from helpers.layers import pooling

STEPS = {
    "max": (pooling.max_pool_forward, pooling.max_pool_backward),
    "average": (pooling.avg_pool_forward, pooling.avg_pool_backward),
}


class Back:
    """A pooling of x (H, W), forwards, and backwards from the output chosen, or all.

    y, y_bar, x_bar  its arrays; y_bar is 1 where the gradient begins
    place, corner    rows and columns of the chosen output, and where its window is; a
                     place beyond the last output means that one
    reads, ties      how many windows read each input; the inputs that are as large as
                     the chosen maximum, and get nothing
    """

    def __init__(self, x, kind, window, stride, row, col, every):
        self.x, self.kind, self.size, self.every = x, kind, window**2, every
        forward, backward = STEPS[kind]
        given = x[None, None], window, stride
        self.y = y = forward(*given)[0, 0]
        self.place = row, col = min(row, len(y) - 1), min(col, y.shape[1] - 1)
        self.corner = top, left = row * stride, col * stride
        self.y_bar = np.full(y.shape, float(every))
        self.y_bar[row, col] = 1
        self.x_bar = backward(self.y_bar[None, None], *given)[0, 0]
        ones = np.full((1, 1, *y.shape), window**2)
        reads = pooling.avg_pool_backward(ones, *given)[0, 0]
        self.reads = reads.round().astype(int)
        self.ties = np.zeros(x.shape, dtype=bool)
        self.ties[top : top + window, left : left + window] = kind == "max"
        self.ties &= (x == y[row, col]) & (self.x_bar == 0)
