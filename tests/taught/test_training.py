"""Training and judging, against steps by hand, PyTorch's schedule and scikit-learn."""

import os
import runpy
import subprocess
import sys
from unittest.mock import Mock

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.manager import start_new_kernel
from sklearn.metrics import confusion_matrix
from torch import nn

from helpers import models, training
from helpers.training import augment, distributed, evaluation, loop
from helpers.training.loop import fit


def net(seed=0):
    """A small net in float64: (N, 1, 6, 6) to (N, 3)."""
    with models.seeded(seed):
        layers = nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 3)
    return nn.Sequential(*layers).double()


def data(count=50, seed=0):
    """Noise (count, 1, 6, 6), and which pair of its rows is lighter, 0 to 2."""
    generator = torch.Generator().manual_seed(seed)
    images = torch.rand(count, 3, 12, generator=generator, dtype=torch.float64)
    labels = torch.randint(3, (count,), generator=generator)
    images[torch.arange(count), labels] += 0.4
    return images.view(count, 1, 6, 6), labels


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


# One step, one pass


@given(st.integers(1, 300), st.integers(1, 70), st.integers(0, 9))
def test_batches_are_everything_once_and_equally_large(count, size, seed):
    parts = training.batches(count, size, torch.Generator().manual_seed(seed))
    lengths = [len(part) for part in parts]
    assert torch.cat(parts).sort().values.tolist() == list(range(count))
    assert max(lengths) <= size and max(lengths) - min(lengths) <= 1
    assert len(parts) == -(-count // size)


def test_a_step_of_sgd_by_hand():
    model, (images, labels) = net(), data(8)
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    loss = F.cross_entropy(model(images), labels)
    gradients = torch.autograd.grad(loss, list(model.parameters()))
    rate, decay = 0.1, 0.01
    sgd = torch.optim.SGD(model.parameters(), lr=rate, weight_decay=decay)
    assert training.step(model, images, labels, sgd) == loss.item()
    for (name, after), gradient in zip(
        model.named_parameters(), gradients, strict=True
    ):
        expected = before[name] - rate * (gradient + decay * before[name])
        torch.testing.assert_close(after.detach(), expected)


def test_fit_with_momentum_is_its_steps_one_after_the_other():
    train, options = data(30), {"lr": 0.2, "momentum": 0.9, "weight_decay": 1e-3}
    ours, theirs = net(), net()
    sgd = torch.optim.SGD(ours.parameters(), **options)
    seen = []
    history = fit(
        ours,
        train,
        epochs=2,
        batch=8,
        optimizer=sgd,
        one_cycle=False,
        augment=[lambda images, generator: images / 2],
        watch=lambda history: seen.append(history.loss[-1]),
    )
    assert seen == history.loss
    sgd = torch.optim.SGD(theirs.parameters(), **options)
    order, losses = torch.Generator().manual_seed(0), []
    for _ in range(2):
        for part in training.batches(30, 8, order):
            sgd.zero_grad()
            loss = F.cross_entropy(theirs(train[0][part] / 2), train[1][part])
            loss.backward()
            sgd.step()
            losses.append(loss.item())
    torch.testing.assert_close(weights(ours), weights(theirs))
    assert history.loss == pytest.approx(losses)


# The rates


def rates_used(monkeypatch, optimizer, **options):
    rates, real = [], loop.step

    def spying(model, images, labels, optimizer, *more):
        rates.append([group["lr"] for group in optimizer.param_groups])
        return real(model, images, labels, optimizer, *more)

    monkeypatch.setattr(loop, "step", spying)
    fit(MODEL, data(40), epochs=3, batch=10, optimizer=optimizer, **options)
    return rates


MODEL = net()


def two_rates():
    groups = zip((MODEL[0], MODEL[3]), (0.01, 0.1), strict=True)
    return [{"params": layer.parameters(), "lr": rate} for layer, rate in groups]


def test_one_cycle_is_pytorchs_for_every_group(monkeypatch):
    rates = rates_used(monkeypatch, torch.optim.SGD(two_rates()))
    spare = torch.optim.SGD(two_rates())
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        spare, [0.01, 0.1], 12, pct_start=0.25, cycle_momentum=False
    )
    for used in rates:
        assert used == pytest.approx(cycle.get_last_lr())
        spare.step()
        cycle.step()
    assert len(rates) == 12
    assert max(used[1] for used in rates) == pytest.approx(0.1, rel=0.02)
    sgd = torch.optim.SGD(two_rates())
    assert rates_used(monkeypatch, sgd, one_cycle=False) == [[0.01, 0.1]] * 12
    rates_used(monkeypatch, sgd)
    assert [group["lr"] for group in sgd.param_groups] == [0.01, 0.1]  # as before


# fit


def test_it_learns_and_says_so():
    model = net()
    history = fit(model, data(200), data(200, 1), epochs=8, batch=10, lr=0.02)
    assert history.accuracy[-1] > 0.8
    assert history.loss[-1] < history.loss[0] / 2
    assert len(history.loss) == 8 * 20 and len(history.accuracy) == 8
    assert history.seconds == sorted(history.seconds) and len(history.seconds) == 8
    assert history.accuracy[-1] == training.evaluate(model, data(200, 1)).accuracy
    assert history.device == "cpu"


def test_a_seed_decides_everything_and_nothing_outside_changes():
    def run(seed):
        model = nn.Sequential(net(), nn.Dropout(0.2))
        fit(model, data(), epochs=2, augment=[augment.shift], seed=seed)
        return weights(model)

    torch.manual_seed(5)
    first, again, other = run(1), run(1), run(2)
    drawn = torch.rand(1)
    torch.manual_seed(5)
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert drawn == torch.rand(1)


def test_checkpoints_are_copies_of_the_chosen_epochs():
    model = net()
    start = weights(model)
    history = fit(model, data(), epochs=3, keep=(0, 2, 3))
    copies = {}
    for epoch, state in history.checkpoints.items():
        copy = net(seed=9)
        copy.load_state_dict(state)
        copies[epoch] = weights(copy)
    assert list(copies) == [0, 2, 3]
    assert torch.equal(copies[0], start) and torch.equal(copies[3], weights(model))
    assert not torch.equal(copies[2], copies[3])


def test_interrupted_it_returns_nothing_and_says_how_far_it_came():
    steps = []

    def press_stop(scores, labels):
        steps.append(len(labels))
        if len(steps) == 8:
            raise KeyboardInterrupt
        return F.cross_entropy(scores, labels)

    model, test = net(), data(20, 1)
    start = weights(model)
    with pytest.raises(KeyboardInterrupt, match="after 7 of 15 steps"):
        fit(model, data(50), test, epochs=3, batch=10, loss=press_stop)
    assert not model.training and weights(model).isfinite().all()
    assert not torch.equal(weights(model), start)
    assert len(fit(model, data(50), test).accuracy) == 1  # and it can go on


THREE_TRAININGS = """
import torch
from torch import nn
from helpers import training

def loss(scores, labels):
    if steps[-1] == 0:
        print(len(steps), flush=True)  # which training has begun
    steps[-1] += 1
    return nn.functional.cross_entropy(scores, labels)

some, steps = (torch.rand(40, 16), torch.arange(40) % 2), []
for seed in range(3):
    steps.append(0)
    net = nn.Linear(16, 2)
    training.fit(net, some, epochs=1_000_000, loss=loss, seed=seed)
print("numbers of three trainings")
"""


@pytest.mark.thorough
@pytest.mark.thorough
def test_one_interrupt_stops_a_cell_of_three_trainings():
    manager, client = start_new_kernel()

    def hear(message):
        if message["msg_type"] == "stream":
            manager.interrupt_kernel()
            # Not again and again: the second training is told, and ends the test.
            assert message["content"]["text"] == "1\n"

    try:
        reply = client.execute_interactive(
            THREE_TRAININGS, output_hook=hear, timeout=300
        )["content"]
        assert reply["ename"] == "KeyboardInterrupt"
        assert " of 1000000 steps" in reply["evalue"]
        after = client.execute_interactive("assert not net.training", timeout=300)
        assert after["content"]["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_any_other_error_comes_out_and_leaves_the_model_usable():
    model = net()
    with pytest.raises(IndexError):
        fit(model, (data()[0], data()[1] + 1))
    assert not model.training


def test_threads_are_as_many_as_asked_for_and_only_meanwhile():
    used, before = [], torch.get_num_threads()

    def spying(scores, labels):
        used.append(torch.get_num_threads())
        return F.cross_entropy(scores, labels)

    fit(net(), data(), loss=spying, threads=before + 1)
    fit(net(), data(), loss=spying)
    assert used == [before + 1, before] and torch.get_num_threads() == before


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"train": (torch.rand(3, 1, 6, 6), torch.zeros(2))}, "3 images and 2 labels"),
        ({"train": (torch.rand(0, 1, 6, 6), torch.zeros(0))}, "0 images and 0 labels"),
        # PyTorch's losses leave an image out, without a word, whose label is −100.
        ({"train": (torch.rand(3, 1, 6, 6), torch.tensor([0, -100, 2]))}, "label -100"),
        ({"epochs": 0}, "epochs must be 1, 2, 3 …; got 0"),
        ({"batch": 2.5}, "batch must be 1, 2, 3 …; got 2.5"),
        ({"keep": [4]}, "keep names epoch 4; there are 0 to 1"),
        ({"lr": 1, "optimizer": torch.optim.SGD(MODEL.parameters())}, "not both"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(wrong, message):
    with pytest.raises(ValueError, match=message):
        fit(**{"model": net(), "train": data()} | wrong)


def test_whole_numbers_are_no_images_but_bytes_are():
    images, labels = data()
    with pytest.raises(TypeError, match="images hold int64: .* or bytes"):
        fit(net(), ((255 * images).long(), labels))
    with pytest.raises(TypeError, match="images hold int64"):
        training.evaluate(net(), ((255 * images).long(), labels))
    for change in augment.rotate, augment.flip, augment.salt_and_pepper:
        with pytest.raises(TypeError, match="images hold uint8: .* 0 to 1"):
            change((255 * images).byte(), torch.Generator())


# evaluate


LABELLED_WRONG = [
    (lambda labels: labels[:, None], ValueError, r"shape \(50, 1\): .* \(50,\)"),
    (lambda labels: labels[:1], ValueError, r"shape \(1,\): .* \(50,\)"),
    (lambda labels: F.one_hot(labels), ValueError, r"shape \(50, 3\)"),
    (lambda labels: labels > 0, TypeError, "labels hold bool: .* whole numbers"),
    (lambda labels: labels.float(), TypeError, "labels hold float32"),
]


@pytest.mark.parametrize(("wrong", "error", "words"), LABELLED_WRONG)
def test_labels_are_one_class_an_image(wrong, error, words):
    """Compared with (N,), a column of N labels is N·N comparisons."""
    images, labels = data()
    with pytest.raises(error, match=words):
        training.evaluate(net(), (images, wrong(labels)))
    never = Mock(side_effect=AssertionError("a step was made"))
    with pytest.raises(error, match=words):  # before the first epoch, not after it
        fit(net(), (images, labels), (images, wrong(labels)), loss=never)


@pytest.mark.parametrize(
    ("count", "label", "words"),
    [(3, -1, "a label -1; .* 0 to 2"), (3, 7, "a label 7; .*"), (0, 0, "no images")],
)
def test_labels_of_no_class_and_no_images_are_told(count, label, words):
    images, labels = data(count)[0], torch.full((count,), label)
    with pytest.raises(ValueError, match=words):
        training.evaluate(net(), (images, labels))


def test_labels_may_be_bytes_and_arrays():
    """With 100 classes 3·100 is too large for a byte, and another row was counted."""
    scores, labels = torch.eye(100).double(), torch.arange(100)
    model = nn.Linear(100, 100, bias=False).double()
    model.weight.data = torch.eye(100).double()
    for kind in labels, labels.byte(), labels.numpy():
        found = training.evaluate(model, (scores, kind))
        assert found.accuracy == 1 and found.confusion.equal(torch.eye(100).long())


@given(st.integers(0, 99), st.sampled_from([2, 3, 8]), st.sampled_from([7, 1000]))
def test_evaluate_is_scikit_learns(seed, classes, batch):
    rng = np.random.default_rng(seed)
    scores = torch.from_numpy(rng.standard_normal((60, classes)))
    labels = torch.from_numpy(rng.permutation(np.arange(60) % classes))
    model = nn.Linear(classes, classes, bias=False).double()
    model.weight.data = torch.eye(classes).double()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "BATCH", batch)
        found = training.evaluate(model, (scores, labels))
    predicted = scores.argmax(1)
    assert found.predicted.equal(predicted)
    assert found.confusion.tolist() == confusion_matrix(labels, predicted).tolist()
    assert found.accuracy == (predicted == labels).double().mean()


def test_evaluate_switches_dropout_off_and_back_on():
    model = nn.Sequential(net(), nn.Dropout(0.9)).train()
    first, second = (training.evaluate(model, data()) for _ in range(2))
    assert first.predicted.equal(second.predicted)
    assert model.training


# Images as bytes


def test_bytes_on_the_disk_teach_what_numbers_do(tmp_path):
    images, labels = data(40)
    levels = (images.clamp(0, 1) * 255).round().byte()
    np.save(tmp_path / "levels.npy", levels.numpy())
    mapped = np.load(tmp_path / "levels.npy", mmap_mode="c")
    results = []
    for x in (torch.from_numpy(mapped), levels.double() / 255):
        model = net()
        flip = [augment.flip, augment.brightness_contrast]
        fit(model, (x, labels), epochs=2, batch=7, augment=flip)
        results.append((weights(model), training.evaluate(model, (x, labels))))
    (ours, judged), (theirs, expected) = results
    assert torch.equal(ours, theirs)
    assert torch.equal(judged.confusion, expected.confusion)
    assert np.array_equal(mapped, levels.numpy())  # the data set is left alone


# Augmentation

sides = st.integers(1, 9)
counts = st.integers(1, 4)


def pictures(count, channels, height, width, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(count, channels, height, width, generator=generator)


@given(counts, sides, sides, st.integers(-10, 10), st.integers(-10, 10))
def test_moving_is_rolling_with_zeros(count, height, width, right, down):
    images = pictures(count, 2, height, width)
    padded = F.pad(images, (10, 10, 10, 10))  # wide enough: only zeros come around
    rolled = torch.roll(padded, (down, right), (2, 3))[:, :, 10:-10, 10:-10]
    moved = augment.moved(images, torch.full((count,), right), torch.tensor([down]))
    assert torch.equal(moved, rolled)


def test_every_image_is_moved_by_its_own_shift():
    images = pictures(200, 1, 7, 7)
    shifted = augment.shift(images, torch.Generator().manual_seed(0), most=1)
    found = set()
    for before, after in zip(images, shifted, strict=True):
        for right, down in [(r, d) for r in (-1, 0, 1) for d in (-1, 0, 1)]:
            steps = torch.tensor([right]), torch.tensor([down])
            if torch.equal(augment.moved(before[None], *steps)[0], after):
                found.add((right, down))
                break
        else:
            raise AssertionError("moved by more than one pixel")
    assert len(found) == 9


def test_half_are_flipped():
    images = pictures(1000, 1, 2, 2)
    flipped = augment.flip(images, torch.Generator().manual_seed(0))
    same = (flipped == images).all((1, 2, 3))
    assert 430 < same.sum() < 570
    assert torch.equal(flipped[~same], images[~same].flip(3))


@pytest.mark.parametrize("quarters, width", [(0, 6), (1, 6), (2, 6), (3, 6), (2, 9)])
def test_quarter_turns_are_rot90(quarters, width):
    images = pictures(2, 3, 6, width).double()
    turned = augment.turned(images, torch.tensor([90.0 * quarters] * 2))
    torch.testing.assert_close(turned, torch.rot90(images, quarters, (2, 3)))


def test_salt_and_pepper_have_their_share():
    images = pictures(40, 2, 30, 30) * 0.5 + 0.25
    noisy = augment.salt_and_pepper(images, torch.Generator().manual_seed(0))
    white, black = (noisy == 1).float().mean(), (noisy == 0).float().mean()
    assert white.item() == pytest.approx(0.025, abs=0.004)
    assert black.item() == pytest.approx(0.025, abs=0.004)
    changed = noisy != images
    assert torch.equal(changed[:, 0], changed[:, 1])
    assert set(noisy[changed].tolist()) <= {0, 1}


def test_brightness_and_contrast_keep_to_the_range():
    images = pictures(300, 1, 4, 4) * 0.2 + 0.4
    changed = augment.brightness_contrast(images, torch.Generator())
    assert changed.min() >= 0 and changed.max() <= 1
    light = changed.mean((1, 2, 3)) - images.mean((1, 2, 3))
    more = changed.std((1, 2, 3)) / images.std((1, 2, 3))
    assert light.abs().max() <= 0.3 + 1e-6 and light.min() < -0.25 < 0.25 < light.max()
    assert more.min() < 0.75 and 1.25 < more.max() <= 1.3 + 1e-6


every = pytest.mark.parametrize(
    "change",
    [
        augment.shift,
        augment.rotate,
        augment.flip,
        augment.brightness_contrast,
        augment.salt_and_pepper,
    ],
)


@every
def test_a_generator_decides_the_noise_whatever_the_precision(change):
    images = pictures(5, 3, 8, 9).double()
    before = images.clone()
    results = [
        change(images.to(dtype), torch.Generator().manual_seed(1))
        for dtype in (torch.float64, torch.float64, torch.float32)
    ]
    assert torch.equal(results[0], results[1])
    assert [r.dtype for r in results[1:]] == [torch.float64, torch.float32]
    assert all(r.shape == images.shape for r in results)
    torch.testing.assert_close(results[0].float(), results[2], atol=1e-5, rtol=0)
    assert not torch.equal(results[0], images)
    assert torch.equal(images, before)  # the data set is left alone


# Several processes

SCRIPT = """
import os, sys, torch
from helpers import models, training

rank = int(os.environ.get("RANK", 0))
model = models.lenet(seed=rank).double()  # all begin as the first one does
generator = torch.Generator().manual_seed(0)
images = torch.rand(50, 1, 28, 28, generator=generator).double()
train = images, torch.arange(50) % 10
history = training.fit(model, train, epochs=2, batch=15, lr=1e-3)
weights = torch.cat([p.detach().flatten() for p in model.parameters()])
torch.save((weights, history.loss), f"{sys.argv[1]}/{rank}.pt")
"""


@pytest.mark.thorough
def test_two_processes_learn_what_one_does(tmp_path, monkeypatch):
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    command = [sys.executable, *launcher, str(script), str(tmp_path / "two")]
    env = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}  # float64: on the CPU
    subprocess.run(command, check=True, timeout=600, capture_output=True, env=env)
    monkeypatch.setattr(sys, "argv", ["train.py", str(tmp_path / "one")])
    runpy.run_path(str(script))
    results = [
        torch.load(tmp_path / name, weights_only=True)
        for name in ("one/0.pt", "two/0.pt", "two/1.pt")
    ]
    (alone, losses), *together = results
    for found, their_losses in together:
        torch.testing.assert_close(found, alone, atol=1e-10, rtol=0)
        assert their_losses == pytest.approx(losses, abs=1e-10)


@pytest.mark.parametrize(
    ("gpus", "nccl", "backend"),
    [(0, False, "gloo"), (2, True, "cpu:gloo,cuda:nccl"), (2, False, "gloo")],
)
def test_a_team_shares_on_the_cpu_too(gpus, nccl, backend, monkeypatch):
    """Named, as PyTorch would choose one for a Mac's GPU alone."""
    asked = []
    for module, name, value in (
        (distributed.distributed, "is_torchelastic_launched", lambda: True),
        (distributed.distributed, "is_nccl_available", lambda: nccl),
        (distributed.distributed, "init_process_group", asked.append),
        (distributed.atexit, "register", lambda function: None),
        (torch.cuda, "is_available", lambda: gpus > 0),
        (torch.cuda, "device_count", lambda: gpus),
        (torch.cuda, "set_device", asked.append),
    ):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setenv("LOCAL_RANK", "1")
    distributed.current_team()
    assert asked == ([1] if gpus else []) + [backend]
    if gpus:
        monkeypatch.setenv("LOCAL_RANK", "2")
        with pytest.raises(RuntimeError, match="no GPU for itself; there are 2"):
            distributed.current_team()


@pytest.mark.parametrize("steps", range(1, 7))
def test_so_few_steps_learn_too(steps):
    model = net().float()
    before = weights(model)
    history = fit(model, data(10 * steps), batch=10)
    assert len(history.loss) == steps
    assert (weights(model) - before).abs().max() > 1e-3


def test_the_device_is_the_accelerator_where_it_can_be(monkeypatch):
    exact, quick = net(), net().float()
    alone, pair = distributed.ALONE, distributed.Team(rank=0, size=2)
    for there, model, team, device in (
        ("cuda", quick, alone, "cuda"),
        ("cuda", quick, pair, "cuda"),
        ("cuda", exact, pair, "cpu"),
        ("mps", quick, alone, "mps"),
        ("mps", quick, pair, "cpu"),
        ("mps", exact, alone, "cpu"),
        (None, quick, alone, "cpu"),
    ):
        found = Mock(return_value=there and torch.device(there))
        monkeypatch.setattr(torch.accelerator, "current_accelerator", found)
        assert distributed.device_for(model, team).type == device
    parts = [distributed.Team(rank, 2).share(torch.arange(5)) for rank in (0, 1)]
    assert torch.cat(parts).tolist() == [0, 1, 2, 3, 4] and len(parts[0]) == 3
    with pytest.raises(ValueError, match="2 processes can't share a batch of 1"):
        pair.share(torch.arange(1))
