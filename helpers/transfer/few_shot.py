"""Few-shot learning: classes taught by a few pictures each, on frozen features."""

import time
from operator import itemgetter

import numpy as np

from helpers.transfer.linear import classifier


class Lesson:
    """What a few classes have been taught, and the classifier that learnt it.

    features  gives a picture's features (D,), frozen: only what reads them learns
    taught    pairs (class, picture) in the order in which they were taught; the
              classes are numbered from 0
    seconds   that the last training took
    """

    def __init__(self, features, most):
        self.features, self.most = features, most
        self.taught, self.model, self.seconds = [], None, 0.0

    def teach(self, number, *shown):
        """Adds pictures to a class, and trains anew."""
        self.taught += [(number, picture) for picture in shown]
        self._learn()

    def forget(self, places):
        """Takes a slice of `taught` away, and trains anew."""
        del self.taught[places]
        self._learn()

    def examples(self, number):
        """Pairs (place in `taught`, picture) of a class, the last one last."""
        return [(place, p) for place, (n, p) in enumerate(self.taught) if n == number]

    @property
    def classes(self):
        """The numbers of the classes that have examples."""
        return sorted({number for number, _ in self.taught})

    def _learn(self):
        """A linear classifier on the features of all examples."""
        self.model, self.seconds = None, 0.0
        if len(self.classes) < 2:
            return
        import sklearn.decomposition  # noqa: F401  what the classifier is made of:
        import sklearn.linear_model  # noqa: F401  loading it isn't training
        import sklearn.svm  # noqa: F401

        numbers, shown = zip(*sorted(self.taught, key=itemgetter(0)), strict=True)
        x = np.stack([self.features(picture) for picture in shown])
        start = time.perf_counter()
        with np.errstate(invalid="ignore"):  # where all examples are alike
            self.model = classifier(x, numbers, strength=100)
        self.seconds = time.perf_counter() - start

    def shares(self, shown):
        """The classes' probabilities (N, most) for N pictures, by the model."""
        shares = np.zeros((len(shown), self.most))
        x = np.stack([self.features(picture) for picture in shown])
        shares[:, self.model.classes_] = self.model.predict_proba(x)
        return shares
