"""Which nets are compared, and under which conditions they are trained."""

from collections import namedtuple
from itertools import chain, combinations

from torch import nn

from helpers import arithmetic, training


def name(remove):
    """How a net is called that lacks these layers: ("fc6", "fc7") is "no fc6/7"."""
    kinds = []
    for kind in ("conv", "fc"):
        numbers = sorted(layer[-1] for layer in remove if layer.startswith(kind))
        kinds += [kind + "/".join(numbers)] if numbers else []
    return f"no {', '.join(kinds)}" if kinds else "full"


_LAYERS = arithmetic.REMOVABLE
_SIZES = range(len(_LAYERS) + 1)
SUBSETS = list(chain(*(combinations(_LAYERS, size) for size in _SIZES)))  # all 16
_LECTURE = (), ("fc7",), ("fc6", "fc7"), ("conv3", "conv4"), _LAYERS
NETS = {name(remove): remove for remove in _LECTURE}


def twin(remove):
    """The layers whose removal gives the same small net, always the same ones.

    conv3 and conv4 have as many filters as each other, fc6 and fc7 as many units: a net
    without conv4 is one without conv3.
    """
    pairs = ("conv3", "conv4"), ("fc7", "fc6")
    gone = [sum(layer in remove for layer in pair) for pair in pairs]
    return tuple(
        sorted(chain(*(pair[:n] for pair, n in zip(pairs, gone, strict=True))))
    )


# The rate is the highest of one cycle; `narrow`: (layer, its number of filters), …
Condition = namedtuple(
    "Condition",
    "task images epochs rate momentum decay dropout augment active narrow",
    defaults=["articles", 3000, 4, 0.02, 0.9, 5e-4, 0.0, (), nn.ReLU, ()],
)
ORDINARY = Condition()

# Tried on validation images, to find where depth matters. All outcomes are stored.
SEARCHED = {
    "ordinary": ORDINARY,
    "1,000 images, 12 epochs": ORDINARY._replace(images=1000, epochs=12),
    "1 epoch": ORDINARY._replace(epochs=1),
    "12 epochs": ORDINARY._replace(epochs=12),
    "conv5 of 8": ORDINARY._replace(narrow=(("conv5", 8),)),
    "conv5 of 4": ORDINARY._replace(narrow=(("conv5", 4),)),
    "conv1/2 of 8, conv5 of 4": ORDINARY._replace(
        narrow=(("conv1", 8), ("conv2", 8), ("conv5", 4))
    ),
    "coarse": ORDINARY._replace(task="coarse"),
    "moved": ORDINARY._replace(task="moved"),
    "alike": ORDINARY._replace(task="alike"),
    "16 apart": ORDINARY._replace(task="16 apart"),
    "32 apart": ORDINARY._replace(task="32 apart"),
    "32 apart, 8 epochs": ORDINARY._replace(task="32 apart", epochs=8),
    "48 apart": ORDINARY._replace(task="48 apart"),
    "48 apart, 8 epochs": ORDINARY._replace(task="48 apart", epochs=8),
}
CONDITIONS = {"ordinary": ORDINARY, "hard": SEARCHED["48 apart, 8 epochs"]}

# The tricks of 2012. AlexNet had 50 parameters for each of its images; 1,000 images
# give our net 42 each, so that there is something to learn by heart.
ALL_TRICKS = Condition(
    images=1000,
    epochs=40,
    dropout=0.2,
    augment=(training.augment.shift, training.augment.flip),
)
TRICKS = {  # what is off: the condition
    "none": ALL_TRICKS,
    "ReLU": ALL_TRICKS._replace(active=nn.Tanh),
    "weight decay": ALL_TRICKS._replace(decay=0),
    "augmentation": ALL_TRICKS._replace(augment=()),
    "dropout": ALL_TRICKS._replace(dropout=0),
    "momentum": ALL_TRICKS._replace(momentum=0),
    # With momentum 0.9 a gradient counts 1 + 0.9 + 0.81 + … = 10 times in the end.
    "momentum, 10 × the rate": ALL_TRICKS._replace(
        momentum=0, rate=10 * ALL_TRICKS.rate
    ),
}

# Rate and dropout, too, were chosen on validation images: by the full net, so in its
# favour. The epochs weren't: four of them take seconds.
RECIPES = {
    f"rate {rate}, dropout {dropout}": ORDINARY._replace(rate=rate, dropout=dropout)
    for rate in (0.01, 0.02, 0.04)
    for dropout in (0.0, 0.2, 0.5)
} | {
    f"tricks, dropout {dropout}": ALL_TRICKS._replace(dropout=dropout)
    for dropout in (0.2, 0.5)
}


def found(condition):
    """The Condition itself, or one of CONDITIONS by its name."""
    if isinstance(condition, Condition):
        return condition
    if condition not in CONDITIONS:
        raise ValueError(
            f"There is no condition {condition!r}; choose one of "
            f"{', '.join(CONDITIONS)}, or give a Condition."
        )
    return CONDITIONS[condition]
