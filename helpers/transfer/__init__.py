"""Transfer learning: what a network has learnt on one task, put to use on another.

net = transfer.freeze(transfer.with_head(models.lite0(), 5, seed=0), "blocks.10")
optimizer = torch.optim.SGD(transfer.groups(net), momentum=0.9)
training.fit(net, train, test, optimizer=optimizer)

x = transfer.features(models.lite0(), transfer.resized(images))  # (N, 1280), once
learner = transfer.classifier(x[rows], labels[rows])
transfer.count_correct(learner, x_test, labels_test)             # how many
"""

from helpers.transfer.linear import (
    classifier,
    count_correct,
    features,
    nearest,
    resized,
    sample_per_class,
)
from helpers.transfer.network import freeze, groups, layers_after, with_head
