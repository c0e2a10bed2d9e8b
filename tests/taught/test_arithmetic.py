"""arithmetic against the papers' counts, against torch, and against bad input."""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import arithmetic
from helpers.arithmetic import Conv, Dense, DoesNotFit, Pool

small = st.integers(1, 5)


# --- sizes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "more", "words"),
    [
        ((4, 9), {}, "5 too large for 4 pixels"),
        ((4, 9), {"strict": False}, "5 too large for 4 pixels"),
        ((224, 7), {"stride": 2, "padding": 3}, "1 of the padding is never read"),
        ((8, 3), {"stride": 2, "dilation": 2}, r"\(5 wide\)"),
        (
            (6, 3),
            {"stride": 2},
            "a filter of 3 in steps of 2 makes 2.5 stops on 6 pixels; 1 pixel is never "
            "read. It fits with padding 1 on one side, with stride 1 or 3, or on 5 or "
            "7 pixels.",
        ),
    ],
)
def test_sentences_name_fraction_loss_and_way_out(sizes, more, words):
    with pytest.raises(DoesNotFit, match=words):
        arithmetic.output_size(*sizes, **more)


@given(st.integers(1, 40), small, small, st.integers(0, 3), st.integers(1, 3))
def test_all_that_an_error_offers_fits(n, f, stride, padding, dilation):
    args = {"f": f, "stride": stride, "padding": padding, "dilation": dilation}
    try:
        arithmetic.output_size(n, **args)
    except DoesNotFit as error:
        assert error.paddings or error.strides or error.sizes
        for other in error.paddings:
            arithmetic.output_size(n, **{**args, "padding": other})
        for other in error.strides:
            arithmetic.output_size(n, **{**args, "stride": other})
        for other in error.sizes:
            arithmetic.output_size(other, **args)
        assert str(error).count(".") >= 2


@given(st.integers(1, 30), small, small, st.integers(0, 3), st.integers(1, 3))
def test_output_size_windows_and_lost_pixels_agree_with_torch(n, f, s, p, d):
    assume(n + 2 * p >= d * (f - 1) + 1)
    x = torch.ones(1, 1, n, dtype=torch.float64, requires_grad=True)
    w = torch.ones(1, 1, f, dtype=torch.float64)
    y = torch.nn.functional.conv1d(x, w, stride=s, padding=p, dilation=d)
    y.sum().backward()
    assert arithmetic.output_size(n, f, s, p, d, strict=False) == y.shape[-1]
    windows = arithmetic.windows(n, f, s, p, d)
    assert len(windows) == y.shape[-1]
    reads = [sum(window.count(i) for window in windows) for i in range(n)]
    assert reads == x.grad.flatten().tolist()
    try:
        assert arithmetic.output_size(n, f, s, p, d) == y.shape[-1]
    except DoesNotFit as error:
        assert error.lost == [i for i in range(n) if x.grad[0, 0, i] == 0]
        assert int(error.stops) == y.shape[-1]


@pytest.mark.parametrize("bad", [0, -1, 1.5, 2.0, True, "3", None, float("nan")])
@pytest.mark.parametrize("which", ["n", "f", "stride", "padding", "dilation"])
def test_bad_numbers_are_named(which, bad):
    if which == "padding" and bad == 0:
        return
    good = {"n": 7, "f": 3, "stride": 1, "padding": 0, "dilation": 1}
    with pytest.raises((TypeError, ValueError), match="must be a whole number"):
        arithmetic.output_size(**{**good, which: bad})


# --- tables --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("net", "units", "parameters", "connections"),
    [
        (
            arithmetic.LENET_1989,
            [768, 192, 30, 10],
            [1068, 2592, 5790, 310],
            [19968, 38592, 5790, 310],
        ),
        (
            arithmetic.LENET_1998,
            [4704, 1176, 1600, 400, 120, 84, 10],
            [156, 12, 1516, 32, 48120, 10164, 0],
            [122304, 5880, 151600, 2000, 48120, 10164, 840],
        ),
    ],
)
def test_layer_by_layer_as_the_papers_say(net, units, parameters, connections):
    shape, layers = net
    rows = arithmetic.table(layers, shape)
    assert [row.units for row in rows] == units
    assert [row.parameters for row in rows] == parameters
    assert [row.connections for row in rows] == connections


@pytest.mark.parametrize(
    ("layer", "shape", "parameters", "connections"),
    [
        (Conv(10, 5), (3, 32, 32), 760, 760 * 28**2),
        (Conv(5, 7, bias=False), (3, 30, 30), 735, 423360),
        (Conv(5, 7, shared=False, bias=False), (3, 30, 30), 423360, 423360),
        (Conv(5, 7, shared=False), (3, 30, 30), 423360 + 2880, 423360 + 2880),
        (Conv(3, 2, sees=((0,), (0, 1), (0, 1, 2))), (3, 5, 5), 27, 27 * 16),
        (Dense(7), (2, 3, 4), 175, 175),
        (Dense(7), (24,), 175, 175),
        (Dense(3, bias=False), (7,), 21, 21),
        (Dense(3, trainable=False), (7,), 0, 24),
    ],
)
def test_single_layers_by_hand(layer, shape, parameters, connections):
    total = arithmetic.table([layer], shape).total
    assert (total.parameters, total.connections) == (parameters, connections)


def test_parameters_are_those_of_a_layer():
    assert arithmetic.parameters(5, 3, 10) == 760
    layer = torch.nn.Conv2d(6, 9, 5, groups=3)
    count = sum(p.numel() for p in layer.parameters())
    assert arithmetic.parameters(5, 6, 9, groups=3) == count


@st.composite
def stacks(draw):
    """A few layers, the torch net that is the same, and a size on which it runs."""
    channels = draw(st.integers(1, 2)) * 2
    dims, layers, net = draw(st.integers(1, 2)), [], []
    shape = (channels, *draw(st.lists(st.integers(16, 24), min_size=2, max_size=2)))
    shape = shape[: dims + 1]
    conv = [torch.nn.Conv1d, torch.nn.Conv2d][dims - 1]
    pool = [torch.nn.MaxPool1d, torch.nn.MaxPool2d][dims - 1]
    for _ in range(draw(st.integers(1, 3))):
        size, stride = draw(st.integers(1, 3)), draw(st.integers(1, 2))
        dilation = draw(st.integers(1, 2))
        if draw(st.booleans()):
            padding, groups = draw(st.integers(0, 2)), draw(st.integers(1, 2))
            bias, filters = draw(st.booleans()), 2 * draw(st.integers(1, 2))
            extra = {
                "padding": padding,
                "dilation": dilation,
                "groups": groups,
                "bias": bias,
            }
            layers.append(Conv(filters, size, stride, **extra))
            net.append(conv(channels, filters, size, stride, **extra))
            channels = filters
        else:
            layers.append(Pool(size, stride, dilation=dilation))
            net.append(pool(size, stride, dilation=dilation))
    return layers, torch.nn.Sequential(*net).double(), shape


@given(stacks())
def test_tables_agree_with_torch(stack):
    layers, net, shape = stack
    x = torch.ones(1, *shape, dtype=torch.float64)
    try:
        y = net(x)
    except RuntimeError:
        assume(False)
    t = arithmetic.table(layers, shape, strict=False)
    assert t.total.shape == tuple(y.shape[1:])
    assert t.total.parameters == sum(p.numel() for p in net.parameters())
    for row, module in zip(t, net, strict=True):
        x = module(x)
        assert row.shape == tuple(x.shape[1:])
        if not isinstance(module, (torch.nn.MaxPool1d, torch.nn.MaxPool2d)):
            assert row.units == x.numel()
            fan_in = module.weight[0].numel()
            assert row.multiply_adds == x.numel() * fan_in
            biases = x.numel() if module.bias is not None else 0
            assert row.connections == row.multiply_adds + biases


def test_groups_are_a_special_partial_table():
    grouped = arithmetic.table([Conv(4, 3, groups=2)], (4, 6, 6))
    halves = ((0, 1), (0, 1), (2, 3), (2, 3))
    partial = arithmetic.table([Conv(4, 3, sees=halves)], (4, 6, 6))
    assert grouped.total == partial.total


def table_of(*layers, shape=(1, 9, 9)):
    return lambda: arithmetic.table([*layers], shape)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: arithmetic.output_size(7, 3, padding=(1, 2, 3)), "before, after"),
        (lambda: arithmetic.output_size(7, 3, padding=2 / 2), "divide with //"),
        (lambda: arithmetic.same_padding(4), "odd filter"),
        (
            lambda: arithmetic.parameters(3, 3, 6, groups=2),
            r"groups=2 .* 3 input .*\[1, 3\]",
        ),
        (table_of(Conv(6, 3, groups=2)), "groups=2"),
        (table_of(Conv(4, 3), shape=(9,)), "after a Dense layer"),
        (table_of(Dense(4), Conv(4, 3)), "layer 2"),
        (table_of(Conv(4, 3), shape=9), "input_shape must be"),
        (table_of(Conv(4, 3), shape=()), "input_shape must be"),
        (table_of(Conv(4, 3), shape=(1, 0, 9)), "each number in input_shape"),
        (table_of((3, 1)), "takes Conv, Pool and Dense"),
        (table_of(Conv(1, 3, sees=((4,),))), "map 4, but the input has maps 0 to 0"),
        (lambda: arithmetic.receptive_field([Dense(3)]), "table"),
        (lambda: arithmetic.receptive_field([3]), r"\(K, S\)"),
        (lambda: arithmetic.table(None, (1, 28, 28)), "layers must be a list, from"),
        (lambda: arithmetic.receptive_field(Conv(6, 5)), "layers must be a list"),
        (lambda: arithmetic.sees("conv", 0), "layers must be a list"),
        (lambda: Conv(0, 3), "filters must be"),
        (lambda: Conv(3, 2.5), "size must be"),
        (lambda: Conv(3, True), "size must be"),
        (lambda: Pool(2, stride=0), "stride must be"),
        (lambda: Dense(-1), "units must be"),
        (lambda: Conv(3, 3, bias="units"), "bias must be"),
        (lambda: Conv(3, 3, sees=((0,),)), "one row a filter"),
        (lambda: Conv(2, 3, sees=((0,), (1,)), groups=2), "either groups or sees"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, words):
    with pytest.raises((TypeError, ValueError), match=words):
        ask()


def test_table_prints_and_is_a_sequence():
    shape, layers = arithmetic.LENET_1998
    t = arithmetic.table(layers, shape)
    lines = repr(t).splitlines()
    assert lines[0].startswith("layer") and lines[-1].startswith("total")
    assert "60,000" in lines[-1] and "340,908" in lines[-1]
    assert len(lines) == len(t) + 5
    html = t._repr_html_()
    assert html.count("<tr>") == len(t) + 3 and "60,000" in html
    with pytest.raises(ValueError, match="no layer .C9.; choose one of C1"):
        t["C9"]
    assert arithmetic.table([], (1, 4, 4)).total.parameters == 0


def test_a_name_is_text_and_no_markup():
    """A script in a layer's name ran as soon as the table was shown."""
    name = '<script>alert("&amp;")</script>'
    shown = arithmetic.table([Dense(2, name=name)], (3,))._repr_html_()
    found, reader = [], HTMLParser()
    reader.handle_starttag = lambda tag, attributes: found.append(tag)
    read = []
    reader.handle_data = read.append
    reader.feed(shown)
    assert "script" not in found and f"{name}: " in "".join(read)


# --- receptive field -----------------------------------------------------------------


def test_known_fields():
    assert arithmetic.receptive_field([]) == 1
    # VGG-16 before its dense layers, ResNet-50's stem: published values
    vgg = [2, 2, 3, 3, 3]
    layers = [p for n in vgg for p in [(3, 1)] * n + [(2, 2)]]
    assert arithmetic.receptive_field(layers) == 212
    assert arithmetic.receptive_field([(7, 2), (3, 2)]) == 11
    doubling = [1, 2, 4, 8]
    assert arithmetic.receptive_field([(3, 1, d) for d in doubling]) == 31
    assert arithmetic.receptive_field([Conv(1, 3, dilation=d) for d in doubling]) == 31


@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.integers(1, 2),
            st.integers(0, 1),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_fields_agree_with_torch_gradients(stack):
    layers = [Conv(1, k, s, padding=p, dilation=d) for k, s, p, d in stack]
    x = torch.ones(1, 1, 60, dtype=torch.float64, requires_grad=True)
    y = x
    for k, s, p, d in stack:
        w = torch.ones(1, 1, k, dtype=torch.float64)
        y = torch.nn.functional.conv1d(y, w, stride=s, padding=p, dilation=d)
    middle = y.shape[-1] // 2
    y[0, 0, middle].backward()
    seen = x.grad.flatten().nonzero().flatten().tolist()
    assert (seen[0], seen[-1]) == arithmetic.sees(layers, middle)
    assert seen[-1] - seen[0] + 1 == arithmetic.receptive_field(layers)


def test_rows_tell_the_field_so_far():
    shape, layers = arithmetic.ALEXNET
    fields = [r.receptive_field for r in arithmetic.table(layers, shape)]
    assert fields[:8] == [11, 19, 51, 67, 99, 131, 163, 195]
    assert fields[-1] == 227 and all(a <= b for a, b in pairwise(fields))
