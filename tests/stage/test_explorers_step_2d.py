"""Step through a 2-D convolution: every stop against SciPy; clicks lead to a stop."""

from itertools import product

import numpy as np
from moves import press, spot
from scipy import signal

from helpers import explorers
from helpers.explorers.step_2d import W, X, compute


def test_every_stop():
    for stride, padding, position in product((1, 2, 3), (0, 1), range(30)):
        x = np.pad(X, padding)
        whole = signal.correlate2d(x, W, "valid")[::stride, ::stride].ravel()
        s = compute(position, stride, padding)
        stop = min(position, whole.size - 1)
        assert s.limits == {"position": whole.size - 1}
        assert s.products.sum() == whole[stop]
        assert f"add up to {whole[stop]}, which is" in s.words
        assert (s.output.ravel()[: stop + 1] == whole[: stop + 1]).all()
        assert np.isnan(s.output.ravel()[stop + 1 :]).all()
        assert ("don't fit" in s.words) == ((len(x) - len(W)) % stride != 0)


def test_it_goes_where_it_is_clicked():
    for stride, padding, panel, x, y, position in (
        (1, 0, 3, 2, 1, 5),  # in the output, column 2 of row 1
        (1, 0, 0, 1, 3, 6),  # in the input the window's middle: top 2, left 0
        (2, 1, 0, 2, 2, 4),  # padding moves it by one, the stride halves it
        (3, 0, 3, 2, 2, 0),  # there is but one place
    ):
        explorer = explorers.step_2d(stride=stride, padding=padding)
        place = spot(explorer, explorer.view.fig.axes[panel], x, y)
        assert press(explorer, place)["position"] == position
