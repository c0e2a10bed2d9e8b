"""Transfer learning: what a network has learnt on one task, put to use on another.

net = transfer.freeze(transfer.with_head(models.lite0(), 5, seed=0), "blocks.10")
optimizer = torch.optim.SGD(transfer.groups(net), momentum=0.9)
training.fit(net, train, test, optimizer=optimizer)

x = transfer.features(models.lite0(), transfer.resized(images))  # (N, 1280), once
learner = transfer.classifier(x[rows], labels[rows])
transfer.right(learner, x_test, labels_test)                     # how many
"""

from helpers.transfer.linear import classifier, features, few, nearest, resized, right
from helpers.transfer.network import after, freeze, groups, with_head

__all__ = [
    "after",
    "classifier",
    "features",
    "few",
    "freeze",
    "groups",
    "nearest",
    "resized",
    "right",
    "with_head",
]
