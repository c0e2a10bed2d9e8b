"""Features that are computed once, and what is quickly learnt from them."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from helpers import training
from helpers.chosen import chosen
from helpers.features.activations import activations
from helpers.features.progress import progress
from helpers.training.evaluation import check_images, one_each


def resized(images, side=112):
    """Pictures (N, 1 or 3, H, W) from 0 to 1 as Lite0 wants them: (N, 3, side, side).

    From −1 to 1, so that 127 of 255 becomes 0. Grey goes into all three colours. They
    may also be bytes, 0 to 255.
    """
    check_images(images)
    if images.dtype == torch.uint8:
        images = images / 255
    elif len(images):
        darkest, brightest = (float(x) for x in images.aminmax())
        # A little more than 1 may come from resizing.
        if not -1e-3 < darkest <= brightest < 1 + 1e-3:
            raise ValueError(
                f"images go from {darkest:.4g} to {brightest:.4g}: give floats from 0 "
                "to 1 (divide those up to 255 by 255), or bytes."
            )
    if images.shape[2:] != (side, side):
        images = F.interpolate(
            images, (side, side), mode="bilinear", antialias=True
        ).clamp(0, 1)
    return ((255 * images - 127) / 128).expand(-1, 3, -1, -1)


def features(model, images, layer="pool"):
    """What the layer gives for pictures in the model's own range: (N, D).

    Of maps (N, D, h, w), their means. A bar shows where it takes a while.
    """
    parts = images.split(32)
    found = []
    for part in progress(parts, images.shape[0] * images.shape[2] * images.shape[3]):
        maps = activations(model, part, layer)[layer]
        found.append(maps.mean((2, 3)) if maps.ndim == 4 else maps.flatten(1))
    return torch.cat(found)


def sample_per_class(labels, per_class, seed):
    """Rows (K·per_class,) of so many examples of each of the K classes, drawn by seed.

    With the same seed, fewer examples are the first of more. The rows are in random
    order.
    """
    if labels.ndim != 1:
        raise ValueError(
            f"labels have the shape {tuple(labels.shape)}: give one class a row, "
            f"({len(labels)},); a column becomes that by labels.flatten()."
        )
    chance = torch.Generator().manual_seed(seed)
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        if not 1 <= per_class <= len(rows):
            raise ValueError(
                f"{per_class!r} examples of each class can't be had: there are "
                f"{len(rows)} of class {int(label)}."
            )
        drawn = torch.randperm(len(rows), generator=chance)
        chosen.append(rows[drawn[:per_class]])
    chosen = torch.cat(chosen)
    return chosen[torch.randperm(len(chosen), generator=chance)]


def classifier(features, labels, kind="softmax", strength=10.0):
    """A linear classifier that has learnt (N, D) features, each row of length 1 first.

    kind      "softmax" (logistic regression: it has probabilities, predict_proba), or
              "svm" (a linear support vector machine for each class against the rest)
    strength  scikit-learn's C: the larger, the less the weights are kept small

    N rows differ in N directions at most. So they are turned to lie along these: what
    is learnt is the same, and there is less to compute.
    """
    # Only here, as it takes a second.
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer
    from sklearn.svm import LinearSVC
    from threadpoolctl import threadpool_limits

    learners = {
        "softmax": LogisticRegression(C=strength, tol=1e-6, max_iter=5000),
        "svm": LinearSVC(C=strength, tol=1e-6, max_iter=100_000, random_state=0),
    }
    learner = learners[chosen("classifier", kind, learners)]
    parts = make_pipeline(Normalizer(), PCA(svd_solver="full"), learner)
    with threadpool_limits(1):  # on a busy computer a second one costs a lot
        return parts.fit(_rows(features), np.asarray(labels))


def count_correct(learner, features, labels):
    """How many of N a classifier gets right, or a network: a whole number."""
    if isinstance(learner, nn.Module):
        found = training.evaluate(learner, (features, labels)).predicted
    else:
        found = torch.from_numpy(learner.predict(_rows(features)))
    return int((found == one_each(labels, len(found))).sum())


def nearest(asked, known, count=5):
    """Rows (Q, count) of the known features (N, D) most alike those asked, (Q, D).

    The most alike comes first: the largest cosine. Pictures (N, C, H, W) are compared
    pixel by pixel.
    """
    both = [torch.as_tensor(x).flatten(1).double() for x in (asked, known)]
    if not all(x.isfinite().all() for x in both):
        raise ValueError("features hold NaN or infinity: nothing is near to these.")
    one, other = (F.normalize(x, dim=1) for x in both)
    return (one @ other.T).topk(count).indices


def _rows(features):
    """(N, D) in double precision, for scikit-learn."""
    return np.asarray(torch.as_tensor(features).flatten(1), dtype=np.float64)
