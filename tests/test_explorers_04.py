"""The two explorers of notebook 04, without a browser: every state they can reach."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import convolution, explorers, kernels, plots
from helpers.explorers import moving
from helpers.explorers.moving import PLAIN, REACH, SHIFTS, SIZE, WHOLE
from helpers.explorers.pool_gradient import ARRAYS, share
from helpers.explorers.pool_gradient import compute as gradients
from helpers.explorers.shift_and_pool import KINDS, STRIDES, WINDOWS
from helpers.explorers.shift_and_pool import compute as shifted
from helpers.widgets.artists import Words

F = torch.nn.functional
EDGES = kernels.named("vertical edges")
kinds = st.sampled_from(list(KINDS.values()))
windows, strides = st.sampled_from(list(WINDOWS.values())), st.sampled_from(STRIDES)
shifts = st.sampled_from(SHIFTS)


# --- shift and pool ------------------------------------------------------------------


def test_nothing_is_lost_at_the_border():
    x = moving.digits()
    assert x.shape == (10, SIZE, SIZE) and x.min() >= 0 and x.max() == 1
    rows, cols = np.nonzero(x.any(axis=0))
    edge = min(rows.min(), cols.min(), SIZE - 1 - rows.max(), SIZE - 1 - cols.max())
    widest = 7  # a blur of 8 reads 7 units on each side
    assert edge >= REACH + 1 + widest


@pytest.mark.parametrize(("down", "right"), [(0, 8), (-8, -3), (5, -8)])
def test_moving_the_picture_moves_the_feature_map(down, right):
    x = moving.move(moving.digits()[4], down, right)
    anew = np.maximum(convolution.correlate(x, EDGES, "same"), 0)
    assert np.allclose(anew, moving.move(moving.features()[4], down, right))


@pytest.mark.parametrize(("window", "stride"), list(product((2, 4, 8), STRIDES)))
def test_pooling_is_torchs(window, stride):
    x = np.random.default_rng(0).random((3, SIZE, SIZE))
    blank = 2 * SIZE
    padded = torch.from_numpy(np.pad(x, [(0, 0), (blank, blank), (blank, blank)]))[
        :, None
    ]
    for kind, pool in (("max", F.max_pool2d), ("average", F.avg_pool2d)):
        start, stop = moving.reads(kind, window, stride)
        assert stop - start == window
        expected = pool(padded[..., blank + start :, blank + start :], window, stride)
        n = SIZE // stride
        ours = moving.pool(x, kind, window, stride)
        assert np.allclose(ours, expected[:, 0, :n, :n].numpy())

    w = torch.from_numpy(kernels.triangle(window - 1))
    w = torch.outer(w, w)[None, None]
    expected = F.conv2d(torch.from_numpy(x)[:, None], w, padding=window - 1)
    ours = moving.pool(x, "blur", window, stride)
    assert np.allclose(ours, expected[:, 0, ::stride, ::stride].numpy())
    assert np.array_equal(moving.pool(x, "skip", 1, stride), x[:, ::stride, ::stride])


def test_the_whole_map_is_one_number():
    x = moving.features()
    settled = [moving.settle(kind, WHOLE, 2) for kind in ("max", "average", "blur")]
    assert settled[2] == settled[1]
    assert np.array_equal(moving.pool(x, *settled[0]).ravel(), x.max(axis=(1, 2)))
    assert np.allclose(moving.pool(x, *settled[1]).ravel(), x.mean(axis=(1, 2)))
    assert shifted(window=WHOLE, right=5).distances[1] == pytest.approx(0, abs=1e-9)


def test_one_is_the_distance_of_two_digits():
    for used in (PLAIN, ("max", 4, 4), ("blur", 2, 2)):
        maps = moving.pool(moving.features(), *used)
        pairs = [(a, b) for a in range(10) for b in range(a)]
        between = np.mean([np.linalg.norm(maps[a] - maps[b]) for a, b in pairs])
        moved = moving.pool(moving.move(moving.features()[7], 2, -3), *used)
        expected = np.linalg.norm(moved - maps[7]) / between
        assert moving.compare(7, used, 2, -3, False)[2] == pytest.approx(expected)


@given(st.integers(0, 9), kinds, windows, strides, shifts, shifts, st.booleans())
@settings(max_examples=150)
def test_every_state_of_shift_and_pool(digit, kind, window, stride, right, down, moved):
    s = shifted(digit, kind, window, stride, right, down, moved)
    far, near = s.distances
    for curve, now in zip(s.curves, s.distances, strict=True):
        assert curve.shape == (2 * REACH + 1,) and (curve < 3).all()
        assert curve[right + REACH] == pytest.approx(now, abs=1e-9)
    if kind == "none":
        assert far == near
    if not right and not down:
        assert near == 0 and s.words.startswith("Nothing has moved")
    elif not moved:
        assert f"{far:.2f} from what it was" in s.words
    if moved:
        assert far == 0
        _, window, stride = s.used
        if window == WHOLE or not (right % stride or down % stride):
            assert near == pytest.approx(0, abs=1e-9)
        elif near:
            assert f"{near:.2f} off" in s.words
    for (new, old), n in zip(s.maps, (SIZE, SIZE, SIZE // s.used[-1]), strict=True):
        assert new.shape == old.shape == (n, n)


def test_what_there_is_to_see():
    """The ideas the explorer is there for, as the mean over the ten digits."""

    def mean(right, **settings):
        states = [shifted(digit, right=right, **settings) for digit in range(10)]
        return np.mean([s.distances[1] for s in states])

    none, two, four, whole = (
        mean(1, kind="max", window=w, stride=w) if w else mean(1, kind="none")
        for w in (0, 2, 4, WHOLE)
    )
    assert none > two > four > whole  # a larger window notices less
    assert mean(4, kind="max", window=2, stride=2) > 1  # but four pixels undo it all
    odd, even = (mean(n, kind="skip", stride=2, moved=True) for n in (3, 4))
    assert odd > 0.5 and even == 0
    assert mean(3, kind="blur", window=4, stride=2, moved=True) < 0.6 * odd


def test_dragging_moves_the_digit():
    explorer = explorers.shift_and_pool(right=2, down=-1)
    view, values = explorer.view, explorer.values()
    start = view.lefts[0] + 50, view.tops[0] + 60

    def drag(x, y):
        return view.pointed(values, start, (start[0] + x, start[1] + y))

    assert drag(0, 0) == {"right": 2, "down": -1}
    assert drag(4 * 3, -4 * 2) == {"right": 5, "down": -3}
    assert drag(500, 500) == {"right": 8, "down": 8}
    place = view.curve.transData.transform((-5.2, 0.5))
    place = place[0], view.size[1] - place[1]
    assert view.pointed(values, place, place) == {"right": -5}
    assert view.pointed(values, (545, 300), (10, 10)) is None


# --- where does the gradient go? ------------------------------------------------------


@pytest.mark.parametrize("array", ARRAYS)
@pytest.mark.parametrize("kind", ["max", "average"])
def test_every_state_of_pool_gradient(array, kind):
    pool = {"max": F.max_pool2d, "average": F.avg_pool2d}[kind]
    for window, stride, every in product(range(1, 5), range(1, 5), (False, True)):
        x = torch.tensor(ARRAYS[array], dtype=torch.float64, requires_grad=True)
        y = pool(x[None], window, stride)[0]
        for row, col in product((0, 1, 3, 6), repeat=2):
            s = gradients(array, kind, window, stride, row, col, every)
            row, col = min(row, len(y) - 1), min(col, len(y) - 1)
            assert s.limits == {"row": len(y) - 1, "col": len(y) - 1}
            assert s.cell == (row, col) and s.corner == (row * stride, col * stride)
            wanted = y.sum() if every else y[row, col]
            (grad,) = torch.autograd.grad(wanted, x, retain_graph=True)
            assert np.allclose(s.x_bar, grad.numpy(), atol=1e-12)
            assert np.allclose(s.y, y.detach().numpy())
            assert ("orange" in s.words) == bool((s.reads == 0).any())
            assert s.x_bar.sum() == pytest.approx(s.y_bar.sum())


def test_the_lectures_example():
    s = gradients(every=True)
    assert s.y.tolist() == [[6, 8], [3, 4]]
    assert np.argwhere(s.x_bar).tolist() == [[1, 1], [1, 3], [2, 0], [3, 3]]
    assert "y[0, 1] = 8 is x[1, 3]" in gradients(col=1).words
    assert "each of them gets 1/4" in gradients(kind="average").words


def test_words_of_ties_overlaps_and_what_is_not_read():
    ties = list(ARRAYS)[1]
    assert "stands there 4 times" in gradients(ties).words
    assert "stands there 3 times" in gradients(ties, col=1).words
    assert "times" not in gradients(ties, kind="average").words
    assert np.argwhere(gradients(ties, col=1).ties).tolist() == [[0, 3], [1, 3]]
    assert not gradients(ties, kind="average").ties.any()
    assert not gradients().ties.any()
    s = gradients("6 × 6", "max", 3, 1, every=True)
    assert "lies in 9 of them, is the maximum of 9, and gets 9" in s.words
    assert (
        "from each, and 1 in all"
        in gradients("6 × 6", "average", 3, 1, every=True).words
    )
    assert "11 inputs lie in no window" in gradients("6 × 6", "max", 3, 2).words


def test_shares_are_fractions():
    assert [share(n / 16) for n in (0, 1, 4, 12, 16, 48)] == [
        "", "1/16", "1/4", "3/4", "1", "3",
    ]  # fmt: skip
    assert share(3 * (1 / 9)) == "1/3"


def test_clicking_chooses_an_output():
    explorer = explorers.pool_gradient(window=2, stride=1)
    view, values = explorer.view, explorer.values()

    def click(table, row, col):
        x, y = table.ax.transData.transform((col, row))
        place = x, view.size[1] - y
        return view.pointed(values, place, place)

    assert click(view.y, 2, 1) == {"row": 2, "col": 1}
    assert click(view.x, 1, 2) == {"row": 1, "col": 2}
    assert view.pointed(values, (2, 2), (2, 2)) is None


# --- both -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["shift_and_pool", "pool_gradient"])
def test_each_control_changes_the_picture_and_keeps_the_artists(name):
    explorer = getattr(explorers, name)()
    count = len(explorer.view.fig.findobj())
    for control in explorer.controls.values():
        before = explorer.picture.value
        options = getattr(control, "options", None)
        if options:
            values = [o[1] if isinstance(o, tuple) else o for o in options]
            control.value = values[(values.index(control.value) + 1) % len(values)]
        else:
            control.value = not control.value if control.value in (0, 1) else 1
        assert explorer.picture.value != before, control.description
    assert len(explorer.view.fig.findobj()) == count
    assert explorer.text == getattr(explorers, name)().text


def test_importing_explorers_takes_no_torch():
    code = (
        "import sys; from helpers import explorers; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_quick_texts_look_like_matplotlibs():
    def ink(write):
        fig = plots.figure(300, 100)
        fig.set_layout_engine("none")
        ax = fig.add_axes((0, 0, 1, 1))
        plots.bare(ax).set(xlim=(0, 300), ylim=(0, 100))
        write(ax)
        canvas = FigureCanvasAgg(fig)
        canvas.draw()
        return 255 - np.asarray(canvas.buffer_rgba())[..., 0].astype(float)

    def texts(ax):
        for x, text in ((50, "1/9"), (150, "−3.5")):
            ax.text(x, 50, text, size=15, ha="center", va="center_baseline")

    def words(ax):
        Words(ax, 15).show(["1/9", "", "−3.5"], [(50, 50), (100, 50), (150, 50)])

    usual, quick = ink(texts), ink(words)
    assert quick.sum() == pytest.approx(usual.sum(), rel=0.05)
    for half in (np.s_[:, :100], np.s_[:, 100:]):
        centres = [
            [
                np.average(index, weights=page[half])
                for index in np.indices(page[half].shape)
            ]
            for page in (usual, quick)
        ]
        assert np.allclose(*centres, atol=1.5)
