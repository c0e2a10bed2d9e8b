"""One step, one pass in random order, and `fit`, which makes many of both."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from numbers import Integral

import torch
import torch.nn.functional as F

from helpers import models
from helpers.training.distributed import ALONE, current_team, device_for
from helpers.training.evaluation import check_images, evaluate, floats, one_each


@dataclass
class History:
    """What `fit` saw.

    loss         one number a step: the mean over its batch, before the step
    accuracy     one number an epoch, on the test images
    seconds      from the start until each epoch's accuracy was known
    checkpoints  epoch → the weights after it, as a state dict; 0 is before the first
    device       where it ran: "cpu", "cuda" or "mps"
    """

    loss: list = field(default_factory=list, repr=False)
    accuracy: list = field(default_factory=list)
    seconds: list = field(default_factory=list, repr=False)
    checkpoints: dict = field(default_factory=dict, repr=False)
    device: str = field(default="cpu", repr=False)


def batches(count, size, generator):
    """The numbers 0 … count − 1 in random order, in equal parts of at most `size`.

    Where they can't be equal they differ by one: no small batch is left at the end.
    """
    return torch.randperm(count, generator=generator).tensor_split(-(-count // size))


def step(model, images, labels, optimizer, loss=F.cross_entropy, team=ALONE, part=1):
    """The loss on a batch, a number, after which `optimizer` has made one step.

    In a team the images are this process's share, which is `part` of the batch.
    """
    optimizer.zero_grad()
    value = loss(model(images), labels)
    value.backward()
    value = team.add_up(model, value, part)
    optimizer.step()
    return value


def fit(
    model,
    train,
    test=None,
    epochs=1,
    *,
    batch=128,
    lr=None,
    optimizer=None,
    one_cycle=True,
    loss=F.cross_entropy,
    augment=(),
    keep=(),
    seed=0,
    threads=None,
    watch=None,
):
    """History of training `model` on train = (images (N, C, H, W), labels (N,)).

    lr         highest rate of AdamW, 4e-3 if not given; or give an
    optimizer  of your own, such as torch.optim.SGD(model.parameters(), lr=0.1,
               momentum=0.9, weight_decay=5e-4)
    one_cycle  the rate rises for a quarter of the steps, then falls to 0; or it is
               constant, as in a training of four steps or fewer
    loss       function of (scores, labels)
    augment    functions of (images, generator), see `training.augment`
    keep       epochs after which the weights are kept; 0 is before the first
    seed       decides the batches, the augmentation and dropout
    threads    how many the CPU uses meanwhile; on a busy computer 1 is much quicker
    watch      called with the History after each step, to show how it goes

    Images may also be bytes, 0 to 255, on the disk even: `np.load(…, mmap_mode="c")`.
    They stay where they are, and only one batch at a time becomes 0 to 1.

    An interrupt ends the cell, so that no shortened run is taken for a whole one. The
    model keeps what it has learnt until then, and can be used, or trained on.
    """
    _check(train, test, epochs, batch, lr, optimizer, keep)
    team = current_team()
    device = device_for(model, team)
    history = History(device=device.type)
    steps = epochs * -(-len(train[1]) // batch)
    order = torch.Generator().manual_seed(seed)
    noise = torch.Generator().manual_seed(1000 * (seed + 1) + team.rank)
    if optimizer is None:
        optimizer = torch.optim.AdamW(
            model.parameters(), 4e-3 if lr is None else lr, fused=True
        )
    with (
        _at_work(model, device),
        _rates(optimizer, steps, one_cycle) as rates,
        _only(threads),
        models.seeded(seed + 1000 * team.rank),
    ):
        team.start_alike(model)
        images, labels = train[0], train[1].to(device)
        like = next(model.parameters())
        if images.dtype != torch.uint8:
            images = images.to(like)
        started = time.perf_counter()
        try:
            _keep(history, 0, model, keep)
            for epoch in range(1, epochs + 1):
                for chosen in batches(len(labels), batch, order):
                    mine = team.share(chosen)
                    x, part = floats(images[mine], like), len(mine) / len(chosen)
                    for change in augment:
                        x = change(x, noise)
                    value = step(model, x, labels[mine], optimizer, loss, team, part)
                    rates.step()
                    history.loss.append(value)
                    if watch:
                        watch(history)
                _keep(history, epoch, model, keep)
                if test is not None:
                    history.accuracy.append(evaluate(model, test).accuracy)
                history.seconds.append(time.perf_counter() - started)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(_stopped(len(history.loss), steps)) from None
    return history


@contextmanager
def _at_work(model, device):
    """The model is on the device and in training mode; afterwards as one uses it."""
    first = next(model.parameters())
    home = first.device
    # The layout that is quicker for float32, and only for it; on MPS it has bugs.
    if first.dtype == torch.float32 and device.type != "mps":
        model.to(memory_format=torch.channels_last)
    model.to(device).train()
    try:
        yield
    finally:
        model.to(home).eval()


@contextmanager
def _only(threads):
    """PyTorch works with so many threads; afterwards with as many as before."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads or before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def _rates(optimizer, steps, one_cycle):
    """The optimizer's schedule; afterwards its rates are what they were."""
    before = [dict(group) for group in optimizer.param_groups]
    schedules = torch.optim.lr_scheduler
    try:
        if one_cycle and steps > 4:
            highest = [group["lr"] for group in before]
            yield schedules.OneCycleLR(
                optimizer, highest, steps, pct_start=0.25, cycle_momentum=False
            )
        else:
            yield schedules.ConstantLR(optimizer, factor=1)
    finally:
        for group, was in zip(optimizer.param_groups, before, strict=True):
            group.clear()
            group.update(was)


def _keep(history, epoch, model, keep):
    if epoch in keep:
        weights = model.state_dict().items()
        history.checkpoints[epoch] = {k: v.cpu().clone() for k, v in weights}


def _stopped(made, steps):
    return (
        f"Training was stopped after {made} of {steps} steps. The model keeps what it "
        "has learnt: another `fit` goes on from there, a newly made model begins anew."
    )


def _check(train, test, epochs, batch, lr, optimizer, keep):
    images, labels = train
    if len(images) != len(labels) or not len(labels):
        raise ValueError(
            "train must be (images, labels), one label an image; got "
            f"{len(images)} images and {len(labels)} labels."
        )
    check_images(images)
    if not labels.is_floating_point() and labels.min() < 0:
        raise ValueError(
            f"There is a label {labels.min().item()}; classes are counted from 0."
        )
    if test is not None:
        one_each(test[1], len(test[0]))
    for what, number in (("epochs", epochs), ("batch", batch)):
        if not isinstance(number, Integral) or number < 1:
            raise ValueError(f"{what} must be 1, 2, 3 …; got {number!r}.")
    if lr is not None and optimizer is not None:
        raise ValueError("Give lr or an optimizer with its own rate, not both.")
    unknown = [epoch for epoch in keep if epoch not in range(epochs + 1)]
    if unknown:
        raise ValueError(f"keep names epoch {unknown[0]}; there are 0 to {epochs}.")
