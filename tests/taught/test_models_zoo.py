"""The networks after AlexNet: counts against published ones, and against real runs."""

from functools import cache

import pytest
import torch
from torch import nn

from helpers import arithmetic, models
from helpers.models import zoo


@cache
def counted(name):
    return zoo.count(zoo.net(name))


@pytest.mark.parametrize("name", zoo.NAMES)
def test_counts_are_the_published_ones(name):
    assert all(p.is_meta for p in zoo.net(name).parameters())
    found, said = counted(name), zoo.published(name)
    assert found.shape == (1000,)
    assert found.parameters == said["parameters"]
    assert found.multiply_adds == pytest.approx(said["multiply_adds"], abs=5.1e5)
    assert 50 < said["top1"] < said["top5"] < 100


@pytest.mark.parametrize(
    ("name", "depth"),
    [("AlexNet", 8), ("VGG-19", 19), ("GoogLeNet", 22), ("ResNet-34", 34)]
    + [("DenseNet-121", 121), ("resnet50", 50), ("vgg16", 16)],
)
def test_depth_is_what_the_name_or_the_paper_says(name, depth):
    assert counted(name).depth == depth


@pytest.mark.parametrize(("name", "field"), [("AlexNet", 195), ("vgg16", 212)])
def test_field_as_published(name, field):
    """Araujo, Norris and Sim, Computing receptive fields (2019)."""
    assert counted(name).field == field


def test_counts_agree_with_arithmetic():
    shape, layers = arithmetic.alexnet(kind="2014")
    total = arithmetic.table(layers, shape, strict=False).total
    with torch.device("meta"):  # without numbers: 60 million take their time
        found = zoo.count(models.AlexNet(kind="2014"), shape)
    assert found.parameters == total.parameters
    assert found.multiply_adds == total.multiply_adds


def test_papers_say_vgg_19_6_billion_and_resnet_3_6():
    """He and others (2016): VGG-19 19.6 billion, the plain and the residual 3.6."""
    vgg, residual = counted("VGG-19"), counted("ResNet-34")
    plain = zoo.count(zoo.plain34())
    assert round(vgg.multiply_adds / 1e9, 1) == 19.6
    assert round(plain.multiply_adds / 1e9, 1) == 3.6
    assert plain.depth == residual.depth == 34
    # torchvision's projects three inputs so that they fit; the paper's adds zeros.
    projections = 64 * 128 + 128 * 256 + 256 * 512 + 2 * (128 + 256 + 512)
    assert residual.parameters - plain.parameters == projections


def test_the_plain_twin_runs():
    block = type(zoo.plain34().layer1[0])(4, 4)
    x = torch.randn(2, 4, 5, 5, generator=torch.Generator().manual_seed(0))
    block.bn2.weight.data.zero_()
    assert block(x).abs().max() == 0  # nothing goes round it


def test_googlenet_with_filters_of_five():
    ours, theirs = zoo.googlenet_2014(), zoo.net("GoogLeNet")
    sizes = [
        {m.kernel_size for m in net.modules() if isinstance(m, nn.Conv2d)}
        for net in (ours, theirs)
    ]
    assert sizes == [{(1, 1), (3, 3), (5, 5), (7, 7)}, {(1, 1), (3, 3), (7, 7)}]
    a, b = zoo.count(ours), zoo.count(theirs)
    assert (a.shape, a.depth) == (b.shape, b.depth) and a.parameters > b.parameters


class Split(nn.Module):
    """Two ways, one long and narrow, one short and wide; then an average."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 2, 3, stride=2, padding=1)
        self.long = nn.Sequential(nn.Conv2d(2, 2, 3, padding=1), nn.Conv2d(2, 2, 1))
        self.short = nn.Conv2d(2, 2, 5, padding=4, dilation=2)
        self.pool = nn.MaxPool2d(2)

    def forward(self, x):
        x = self.first(x)
        return self.pool(self.long(x) + self.short(x))


def test_field_is_what_the_gradient_says():
    net = Split().double()
    for p in net.parameters():
        nn.init.constant_(p, 0.1)
    x = torch.ones(1, 1, 64, 64, dtype=torch.double, requires_grad=True)
    shape = tuple(net(x).shape[1:])
    net.pool = nn.AvgPool2d(2)  # reads as much, and its gradient reaches all of it
    net(x)[0, 0, 8, 8].backward()
    rows = x.grad[0, 0].abs().sum(1).nonzero()
    found = zoo.count(net, (1, 64, 64))
    assert found.field == rows.max() - rows.min() + 1 == 3 + 2 * 8 + 2
    assert found.depth == 3 and found.shape == shape


def test_the_average_over_all_places_has_no_field():
    net = nn.Sequential(nn.Conv2d(1, 1, 3), nn.AdaptiveAvgPool2d(1), nn.Conv2d(1, 1, 1))
    assert zoo.count(net, (1, 9, 9)).field == 3
    same = nn.Sequential(
        nn.Conv2d(1, 1, 3), nn.AdaptiveAvgPool2d(7), nn.Conv2d(1, 1, 3)
    )
    assert zoo.count(same, (1, 9, 9)).field == 5


def test_memory_is_what_a_real_run_keeps():
    """Counted by hand: each layer keeps what its own gradient needs, once."""
    conv, relu, fc = nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Linear(256, 5)
    net = nn.Sequential(conv, relu, nn.Flatten(), fc)
    picture, maps = 3 * 8 * 8, 4 * 8 * 8  # ReLU keeps its output, which fc reads
    assert zoo.count(net, (3, 8, 8)).memory == 4 * (picture + maps)
    kept = {}

    def keep(tensor):
        if all(tensor.data_ptr() != p.data_ptr() for p in net.parameters()):
            kept[tensor.data_ptr()] = tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        net(torch.zeros(1, 3, 8, 8))
    assert sum(kept.values()) == 4 * (picture + maps)


def test_counting_leaves_the_network_alone():
    net = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2)).eval()
    before = {k: v.clone() for k, v in net.state_dict().items()}
    zoo.count(net, (1, 5, 5))
    assert not net.training
    assert all((v == before[k]).all() for k, v in net.state_dict().items())


def conv(n=1):
    return [layer for _ in range(n) for layer in (nn.Conv2d(1, 1, 1), nn.ReLU())]


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([*conv(), nn.Linear(2, 2)], "N = 1; M = 1; K = 0"),
        ([*conv(2), nn.MaxPool2d(2), *conv()], "N = 2, 1; M = 2; K = 0"),
        (
            [*conv(), nn.Flatten(), nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1)],
            "N = 1; M = 1; K = 1",
        ),
        ([nn.Conv2d(1, 1, 1), nn.BatchNorm2d(1), nn.ReLU()], "N = 1; M = 1; K = 0"),
        ([*conv(), nn.AdaptiveAvgPool2d(1)], "N = 1; M = 1; K = 0"),
        ([*conv(), nn.AvgPool2d(2), nn.AvgPool2d(2)], "after 1 CONV comes POOL"),
        ([*conv(2), nn.Conv2d(1, 1, 1), nn.GELU()], "after 3 CONV comes GELU"),
        ([*conv(2), nn.Conv2d(1, 1, 1)], "after 3 CONV comes the end"),
        ([*conv(), nn.Linear(1, 1), *conv()], "after 1 CONV comes CONV"),
    ],
)
def test_reading_small_nets(layers, said):
    assert str(zoo.reading(nn.Sequential(*layers))) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("AlexNet", "N = 1, 1, 3; M = 3; K = 2"),
        ("VGG-19", "N = 2, 2, 4, 4, 4; M = 5; K = 2"),
        ("GoogLeNet", "after 3 CONV comes a fork into 4 ways"),
        ("ResNet-34", "after 1 CONV comes a fork into 2 ways"),
        ("MobileNet-V2", "after 3 CONV comes CONV"),
        ("EfficientNet-B0", "after 1 CONV comes SiLU"),
        ("ConvNeXt-Tiny", "after 1 CONV comes a fork into 2 ways"),
    ],
)
def test_reading_the_zoo(name, said):
    assert str(zoo.reading(zoo.net(name))) == said


def test_reading_the_plain_twin():
    found = zoo.reading(zoo.plain34())
    assert (found.N, found.K, found.stops) == ((1, 32), 0, "")
