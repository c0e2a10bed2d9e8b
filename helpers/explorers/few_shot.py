"""Few-shot learning: classes taught by a few pictures, on frozen features of Lite0.

Its pictures are those of `picture_source`. Torch and the network are loaded when they
are first used.
"""

import time
from functools import lru_cache
from operator import itemgetter

import numpy as np

from helpers.explorers.one_thread import one_thread
from helpers.explorers.picture_source import resized

MOST = 4  # classes
SEEN = 112  # pixels of a picture's side that the network is given


@lru_cache(600)
def features(picture):
    """Lite0's 1,280 last features of a picture, (1280,)."""
    import torch

    from helpers import transfer
    from helpers.explorers.lite0_answers import net

    x = torch.tensor(resized(picture, SEEN)).permute(2, 0, 1)[None] / 255
    with one_thread():
        return transfer.features(net(), transfer.resized(x, SEEN))[0].numpy()


class Lesson:
    """What up to four classes have been taught, and the classifier that learnt it.

    taught   pairs (class 0 to 3, picture) in the order in which they were taught
    seconds  that the last training took
    """

    def __init__(self):
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

        from helpers import transfer

        numbers, shown = zip(*sorted(self.taught, key=itemgetter(0)), strict=True)
        x = np.stack([features(picture) for picture in shown])
        start = time.perf_counter()
        with np.errstate(invalid="ignore"):  # where all examples are alike
            self.model = transfer.classifier(x, numbers, strength=100)
        self.seconds = time.perf_counter() - start

    def shares(self, shown):
        """The classes' probabilities (N, 4) for N pictures; None without a model."""
        if self.model is None:
            return None
        shares = np.zeros((len(shown), MOST))
        x = np.stack([features(picture) for picture in shown])
        shares[:, self.model.classes_] = self.model.predict_proba(x)
        return shares
