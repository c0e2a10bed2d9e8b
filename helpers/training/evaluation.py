"""How well a model does on images that it wasn't trained on."""

from dataclasses import dataclass, field

import torch

BATCH = 1000  # images at once


@dataclass(frozen=True)
class Evaluation:
    """Counts over one set of images, with K classes.

    accuracy   share of images whose highest score is their label's
    confusion  (K, K) integers: row = label, column = what the model says
    predicted  (N,) what the model says
    """

    accuracy: float
    confusion: torch.Tensor = field(repr=False)
    predicted: torch.Tensor = field(repr=False)


def evaluate(model, test):
    """Evaluation of `model` on test = (images (N, C, H, W), labels (N,))."""
    labels = one_each(test[1], len(test[0]))
    scores = scores_of(model, test[0])
    classes = scores.shape[1]
    wrong = labels[(labels < 0) | (labels >= classes)]
    if len(wrong):
        raise ValueError(
            f"There is a label {wrong[0].item()}; the model's classes are 0 to "
            f"{classes - 1}."
        )
    predicted = scores.argmax(dim=1)
    pairs = labels * classes + predicted
    return Evaluation(
        accuracy=(predicted == labels).sum().item() / len(labels),
        confusion=pairs.bincount(minlength=classes**2).view(classes, classes),
        predicted=predicted,
    )


@torch.inference_mode()
def scores_of(model, images):
    """The scores (N, K) on the CPU, made without dropout and without gradients."""
    like = next(model.parameters())
    training = model.training
    model.eval()
    scores = [model(floats(part, like)).cpu() for part in images.split(BATCH)]
    model.train(training)
    return torch.cat(scores)


def one_each(labels, count):
    """The labels of so many images as a tensor (N,), or a clear error.

    Compared with (N,), a column of labels (N, 1) would be N·N comparisons.
    """
    labels = torch.as_tensor(labels)
    if not count:
        raise ValueError("There are no images, so no share of them is right.")
    if labels.shape != (count,):
        raise ValueError(
            f"labels have the shape {tuple(labels.shape)}: give one class for each "
            f"image, ({count},); a column becomes one by labels.flatten()."
        )
    if labels.dtype == torch.bool or labels.is_floating_point():
        raise TypeError(
            f"labels hold {_kind(labels)}: give classes as whole numbers from 0."
        )
    return labels.long()


def check_images(images):
    """Refuses whole numbers that aren't bytes: who knows what is white."""
    if not images.is_floating_point() and images.dtype != torch.uint8:
        raise TypeError(
            f"images hold {_kind(images)}: give floats, or bytes (torch.uint8) from "
            "0 to 255."
        )


def _kind(tensor):
    return str(tensor.dtype).removeprefix("torch.")


def floats(images, like):
    """Images on the device and in the precision of `like`; bytes become 0 to 1."""
    check_images(images)
    if images.dtype == torch.uint8:
        return images.to(like.device).to(like.dtype).div_(255)
    return images.to(like)
