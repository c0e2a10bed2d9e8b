"""The figures' common part: sharp, described, small; one look for one name."""

import base64
import io
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from helpers import plots
from helpers.plots import style


@pytest.mark.parametrize(
    ("photos", "kind", "size"), [(False, "PNG", (800, 400)), (True, "JPEG", (500, 250))]
)
def test_a_picture_is_sharp_sized_and_described(photos, kind, size):
    fig, ax = plots.axes(width=400, height=200)
    plots.image(ax, np.random.default_rng(0).random((64, 64, 3)))
    picture = plots.picture(fig, "Noise\n  in colours.", photos)
    mime, (shown, about) = f"image/{kind.lower()}", picture._repr_mimebundle_()
    assert list(shown) == [mime, "text/plain"]
    assert shown["text/plain"] == repr(picture) == "Noise in colours."
    assert about == {mime: {"width": 400, "height": 200, "alt": "Noise in colours."}}
    opened = Image.open(io.BytesIO(base64.b64decode(shown[mime])))
    assert (opened.format, opened.size) == (kind, size)


def test_on_colab_a_picture_has_a_real_alt(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", None)
    fig, _ = plots.axes(width=400, height=200)
    picture = plots.picture(fig, 'Ten "dots" < a line.')
    bundle, metadata = picture._repr_mimebundle_()
    assert bundle["text/plain"] == 'Ten "dots" < a line.' and not metadata
    (image,) = ElementTree.fromstring(f"<p>{bundle['text/html']}</p>")
    kind, _, content = image.attrib.pop("src").partition(";base64,")
    assert kind == "data:image/png" and base64.b64decode(content) == picture.content
    assert image.attrib == {"alt": repr(picture), "width": "400", "height": "200"}


def test_the_same_figure_gives_the_same_bytes():
    def draw():
        fig, ax = plots.axes(width=200, height=200)
        plots.image(ax, np.arange(4).reshape(2, 2))
        return plots.picture(fig, "four squares").content

    assert draw() == draw()


def test_no_alt_text_and_too_large_are_refused():
    with pytest.raises(ValueError, match="alt text"):
        plots.picture(plots.figure(), " ")
    with pytest.raises(ValueError, match="1000 x 300 doesn't fit"):
        plots.axes(width=1000, height=300)


def test_signed_arrays_are_centred_on_zero():
    _, ax = plots.axes()
    drawn = plots.image(ax, np.array([[-1.0, 3.0]]), signed=True)
    assert drawn.get_clim() == (-3, 3)
    assert drawn.cmap(0.5)[:3] == pytest.approx((1, 1, 1), abs=0.01)
    assert plots.image(ax, np.zeros((2, 2)), signed=True).get_clim() == (-1, 1)


FIGURES = [  # lines that are drawn together, a notebook's each
    ["raw pixels", "8 sums", "2×2 patches", "4×4 patches", "7×7 patches"],
    ["no pooling", "stride 2", "average 2×2", "max 2×2", "max, blur, stride 2"],
    [*(f"average {size}" for size in ("2×2", "4×4", "8×8", "16×16", "of all"))],
    ["LeNet 1989", "LeNet 1998", "LeNet", "local", *map("dense {}".format, (30, 100))],
    ["dense 300", "LeNet", "LeNet, shuffled"],
    ["frozen", "head", "last", "all", "scratch", "pixels"],
    ["scratch", "all learn", "first kept", "all kept but the last"],
    ["pixels, still", "pixels, moved", "waves, still", "waves, moved"],
    ["plain, 20 layers", "plain, 44 layers", "residual, 20 layers"],
]


@pytest.mark.parametrize("names", FIGURES, ids=lambda names: names[0])
def test_every_line_of_a_figure_has_a_look_of_its_own(names):
    looks = style.looks(names)
    assert list(looks) == names and len(set(looks.values())) == len(names)


def test_a_name_keeps_its_look_and_lends_it_to_its_variant():
    alone, among = style.looks(["max 2×2"]), style.looks(["own", "other", "max 2×2"])
    assert alone["max 2×2"] == among["max 2×2"]
    both = style.looks(["LeNet", "LeNet, shuffled"])
    assert both["LeNet, shuffled"] == (*both["LeNet"][:2], True)
    assert not style.looks(["own, shuffled"])["own, shuffled"][2]


def test_plots_offers_figures_and_palette_alone():
    offered = {name: getattr(plots, name) for name in dir(plots) if name[0] != "_"}
    foreign = {"np", "matplotlib", "Image", "Rectangle", "cycle", "chosen"}
    assert "learning" in offered and "KERNEL" in offered and not foreign & set(offered)


def test_listed_numbers_have_a_true_minus():
    assert style.listed([2, -1.5, float("nan")]) == "2, −1.5, "
    assert style.percent(0.376) == "38 %"
    assert style.number(-2, "{:+.1f}") == "−2.0"


def test_the_end_of_a_signed_scale():
    assert plots.limit([[-3, np.nan], [2, 0]]) == 3
    assert plots.limit([np.nan, 0.0]) == plots.limit([]) == 1
