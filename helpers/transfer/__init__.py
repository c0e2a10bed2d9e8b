"""Transfer learning: what a network has learnt on one task, put to use on another.

net = transfer.freeze(transfer.with_head(models.lite0(), 5, seed=0), "blocks.10")
optimizer = torch.optim.SGD(transfer.groups(net), momentum=0.9)
training.fit(net, train, test, optimizer=optimizer)

x = transfer.features(models.lite0(), transfer.resized(images))  # (N, 1280), once
learner = transfer.classifier(x[rows], labels[rows])
transfer.right(learner, x_test, labels_test)                     # how many
transfer.stored("sizes")["frozen"]                               # runs made before
"""

from helpers.datasets.larger import cats, convnext, pictures_of
from helpers.transfer import digits, runs, tasks
from helpers.transfer.linear import classifier, features, few, nearest, resized, right
from helpers.transfer.network import after, freeze, groups, with_head
from helpers.transfer.store import stored

__all__ = [
    "after",
    "cats",
    "classifier",
    "convnext",
    "digits",
    "features",
    "few",
    "freeze",
    "groups",
    "nearest",
    "pictures_of",
    "resized",
    "right",
    "runs",
    "stored",
    "tasks",
    "with_head",
]
