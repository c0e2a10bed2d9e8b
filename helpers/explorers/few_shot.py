"""Few-shot learning: classes taught by a few pictures, on frozen features of Lite0.

Its pictures are those of `picture_source`. Torch and the network are loaded when they
are first used.
"""

import time
from functools import lru_cache

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

    examples  for each class its pictures, the last one last
    order     the classes' numbers in the order in which they were taught
    seconds   that the last training took
    """

    def __init__(self):
        self.examples = [[] for _ in range(MOST)]
        self.order = []
        self._learn()

    def teach(self, number, *shown):
        """Adds pictures to the class of that number, 0 to 3, and trains anew."""
        self.examples[number] += shown
        self.order += [number] * len(shown)
        self._learn()

    def forget(self, number, place):
        """Takes one picture of a class away, and trains anew."""
        del self.examples[number][place]
        last = len(self.order) - 1 - self.order[::-1].index(number)
        del self.order[last]
        self._learn()

    def forget_last(self):
        if self.order:
            self.forget(self.order[-1], -1)

    def forget_all(self):
        self.examples, self.order = [[] for _ in range(MOST)], []
        self._learn()

    @property
    def taught(self):
        """The numbers of the classes that have examples."""
        return [n for n, shown in enumerate(self.examples) if shown]

    def _learn(self):
        """A linear classifier on the features of all examples."""
        self.model, self.seconds = None, 0.0
        if len(self.taught) < 2:
            return
        import sklearn.decomposition  # noqa: F401  what the classifier is made of:
        import sklearn.linear_model  # noqa: F401  loading it isn't training
        import sklearn.svm  # noqa: F401

        from helpers import transfer

        x = [features(picture) for shown in self.examples for picture in shown]
        y = [n for n, shown in enumerate(self.examples) for _ in shown]
        start = time.perf_counter()
        with np.errstate(invalid="ignore"):  # where all examples are alike
            self.model = transfer.classifier(np.stack(x), y, strength=100)
        self.seconds = time.perf_counter() - start

    def shares(self, shown):
        """What it says to N pictures: the classes' probabilities (N, 4).

        None before two classes are taught.
        """
        if self.model is None:
            return None
        shares = np.zeros((len(shown), MOST))
        x = np.stack([features(picture) for picture in shown])
        shares[:, self.model.classes_] = self.model.predict_proba(x)
        return shares
