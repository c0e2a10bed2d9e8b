"""Training a network on images kept as one tensor, and judging what it learnt.

    history = training.fit(model, train, test, epochs=3)  # pairs (images, labels)
    training.evaluate(model, test).confusion

The data sets are small, so there is no loader: a batch is a handful of rows of the
tensor, and `training.augment` changes whole batches at once. The order of the images
and the noise come from `seed` alone.
"""

from helpers.training import augment
from helpers.training.evaluation import Evaluation, evaluate
from helpers.training.loop import History, batches, fit, step
