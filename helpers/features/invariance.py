"""Is a network's answer the same when the picture is moved, darkened, bent, covered?

The curves are those of Zeiler and Fergus, “Visualizing and understanding
convolutional networks”, 2014, figure 5: how sure the network still is of the true
class, and how far the features of a layer have got.

Where something comes into the picture from outside, we put 0. In Fashion-MNIST that
is the background. In photos made ready by `models.photo_for_lite0` it is middle grey,
which looks like nothing in particular; repeating the edge would draw stripes.

A distance needs a unit, as in notebook 04: 1 is the distance between two different
pictures in the same layer. Otherwise a layer whose numbers are small, or much alike
for all pictures, would seem invariant.
"""

import math
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from helpers import features
from helpers.features.hooks import SCORES, refuse_whole_numbers


class Curves(NamedTuple):
    """What changes along one kind of change, for P pictures at A amounts of it.

    amounts    (A,)
    scores     (P, A), the true class's probability
    distances  {layer: (A,)}, the pictures' mean distance from where they started;
               1 is as far as another picture
    """

    amounts: np.ndarray
    scores: np.ndarray
    distances: dict


def curves(model, pictures, labels, change, amounts, unit):
    """Curves for pictures (P, C, H, W) that were `changed` by each amount.

    labels: the P true classes; change: which of changed's numbers the amounts are, like
    "right"; unit: {layer: distance that counts as 1}, from `apart`.
    """
    labels = torch.as_tensor(labels)
    if labels.shape != pictures.shape[:1]:
        raise ValueError(
            f"{len(pictures)} pictures need as many labels, one class each; got "
            f"{labels.tolist()}."
        )
    layers = [*unit, SCORES]
    start = features.activations(model, pictures, layers)
    classes = start[SCORES].shape[1]
    for label in labels.tolist():
        if label not in range(classes):
            raise ValueError(
                f"There is a label {label}; the network's classes are 0 to "
                f"{classes - 1}."
            )
    pictures = pictures.to(next(model.parameters()))
    scores, far = [], {layer: [] for layer in unit}
    for amount in amounts:
        now = features.activations(model, changed(pictures, **{change: amount}), layers)
        shares = now[SCORES].softmax(1).cpu()
        scores.append(shares[range(len(labels)), labels].numpy())
        for layer in unit:
            moved = (now[layer] - start[layer]).flatten(1).norm(dim=1)
            far[layer].append(moved.mean().item() / unit[layer])
    distances = {layer: np.array(values) for layer, values in far.items()}
    return Curves(np.array(amounts), np.stack(scores, axis=1), distances)


def apart(model, pictures, layers):
    """{layer: distance between two different pictures' features}, the median pair's."""
    if len(pictures) < 2:
        raise ValueError("apart compares different pictures; give it two or more.")
    found = features.activations(model, pictures, layers)
    unit = {
        layer: torch.pdist(values.flatten(1)).median().item()
        for layer, values in found.items()
    }
    for layer, distance in unit.items():
        if not 0 < distance < math.inf:
            raise ValueError(
                f"In {layer} most pictures are the same, or no numbers: the distance "
                f"is {distance}, which is no unit. Choose pictures that differ, or "
                "another layer."
            )
    return unit


def changed(pictures, light=0, contrast=1, blur=0, cover=0, bend=0, **placed):
    """Pictures (N, C, H, W), bent, placed as in `place`, lit, blurred and then covered.

    light     is added: a share of the way from the darkest pixel to the brightest
    contrast  times as far is each pixel from its picture's mean
    blur      pixels: the standard deviation of the Gaussian
    cover     the side of a square in the middle, a share of the picture's: 0 is in it
    bend      pixels by which places are off on average, as if drawn on rubber

    What would be darker than the darkest pixel is cut, and brighter than the brightest.
    """
    ends = pictures.min(), pictures.max()
    if bend:
        pictures = bent(pictures, bend)
    pictures = place(pictures, **placed) if placed else pictures
    if light or contrast != 1:
        mean = pictures.mean((1, 2, 3), keepdim=True)
        pictures = mean + contrast * (pictures - mean) + light * (ends[1] - ends[0])
        pictures = pictures.clamp(*ends)
    if blur:
        pictures = blurred(pictures, blur)
    return covered(pictures, cover) if cover else pictures


def blurred(pictures, blur):
    """Pictures under a Gaussian, down and then across; the edges are repeated."""
    reach = math.ceil(3 * blur)
    bell = torch.exp(-((torch.arange(-reach, reach + 1) / blur) ** 2) / 2)
    bell = (bell / bell.sum()).to(pictures).expand(pictures.shape[1], 1, -1)
    padded = F.pad(pictures, [reach] * 4, "replicate")
    down = F.conv2d(padded, bell[..., None], groups=len(bell))
    return F.conv2d(down, bell[:, :, None], groups=len(bell))


def covered(pictures, cover):
    """Pictures with 0 in the middle: a square with `cover` times their side."""
    pictures = pictures.clone()
    (top, high), (left, wide) = (
        (round(side * (1 - cover) / 2), round(side * cover))
        for side in pictures.shape[2:]
    )
    pictures[:, :, top : top + high, left : left + wide] = 0
    return pictures


def bent(pictures, bend):
    """Pictures whose pixels are taken from places that are off by `bend` on average.

    The places are off by a smooth field, drawn by lot, always the same one: an elastic
    deformation. Simard, Steinkraus and Platt, 2003, made more training digits so.
    """
    height, width = pictures.shape[2:]
    noise = torch.Generator().manual_seed(0)
    off = torch.randn(1, 2, height, width, generator=noise, dtype=torch.float64)
    off = blurred(off, height / 14)
    off = bend * off / off.square().sum(1).mean().sqrt()
    off = off[0].permute(1, 2, 0) * 2 / torch.tensor([width, height])
    start = torch.eye(2, 3, dtype=torch.float64)[None]
    grid = F.affine_grid(start, (1, 1, height, width), align_corners=False) + off
    grid = grid.to(pictures).expand(len(pictures), -1, -1, -1)
    return F.grid_sample(pictures, grid, align_corners=False)


def place(pictures, right=0, down=0, zoom=1, degrees=0):
    """Pictures (N, C, H, W) turned and enlarged about their middle, and then moved.

    right, down: in pixels; degrees: anticlockwise. New pixels are mixed from the
    four old ones around them; what comes in from outside is 0.
    """
    refuse_whole_numbers(pictures)
    if not 0 < zoom < math.inf:
        raise ValueError(
            f"zoom is {zoom!r}; it must be above 0, and 1 changes nothing."
        )
    for name, value in (("right", right), ("down", down), ("degrees", degrees)):
        if not math.isfinite(value):
            raise ValueError(f"{name} is {value!r}; it must be a finite number.")
    height, width = pictures.shape[2:]
    angle = math.radians(degrees)
    cos, sin = math.cos(angle) / zoom, math.sin(angle) / zoom
    # The way back, from a new pixel to the old ones; (0, 0) is the middle.
    back = np.array([[cos, -sin], [sin, cos]])
    shift = back @ [right, down]
    # PyTorch counts both axes from −1 to 1.
    half = np.array([width, height]) / 2
    places = np.column_stack([back * half / half[:, None], -shift / half])
    # In half precision places would be up to half a pixel off.
    exact = pictures.to(torch.promote_types(pictures.dtype, torch.float32))
    places = torch.from_numpy(places).to(exact).expand(len(exact), 2, 3)
    grid = F.affine_grid(places, exact.shape, align_corners=False)
    return F.grid_sample(exact, grid, align_corners=False).to(pictures)
