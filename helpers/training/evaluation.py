"""How well a model does on images that it wasn't trained on."""

from dataclasses import dataclass, field

import torch


@dataclass
class Evaluation:
    """Counts over one set of images, with K classes.

    accuracy   share of images whose highest score is their label's
    top5       share whose label is among the five highest scores
    confusion  (K, K) integers: row = label, column = what the model says
    predicted  (N,) what the model says
    """

    accuracy: float
    top5: float
    confusion: torch.Tensor = field(repr=False)
    predicted: torch.Tensor = field(repr=False)


def evaluate(model, test, batch=1000):
    """Evaluation of `model` on test = (images (N, C, H, W), labels (N,))."""
    scores, labels = scores_of(model, test[0], batch), test[1]
    classes = scores.shape[1]
    highest = scores.topk(min(5, classes)).indices
    predicted = highest[:, 0]
    pairs = labels * classes + predicted
    return Evaluation(
        accuracy=(predicted == labels).sum().item() / len(labels),
        top5=(highest == labels[:, None]).sum().item() / len(labels),
        confusion=pairs.bincount(minlength=classes**2).view(classes, classes),
        predicted=predicted,
    )


@torch.inference_mode()
def scores_of(model, images, batch=1000):
    """The scores (N, K) on the CPU, made without dropout and without gradients."""
    like = next(model.parameters())
    training = model.training
    model.eval()
    scores = [model(floats(part, like)).cpu() for part in images.split(batch)]
    model.train(training)
    return torch.cat(scores)


def floats(images, like):
    """Images on the device and in the precision of `like`; bytes become 0 to 1."""
    if images.dtype == torch.uint8:
        return images.to(like.device).to(like.dtype).div_(255)
    return images.to(like)
