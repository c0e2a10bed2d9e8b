"""The networks after AlexNet: built without numbers, counted, read as a pattern.

zoo.count(zoo.net("VGG-19"))
zoo.reading(zoo.net("VGG-19"))
"""

from .boxes import boxes
from .count import Count, count
from .nets import NAMES, YEARS, efficientnet, googlenet_2014, net, plain34, published
from .pattern import Reading, reading

__all__ = [
    "NAMES",
    "YEARS",
    "Count",
    "Reading",
    "boxes",
    "count",
    "efficientnet",
    "googlenet_2014",
    "net",
    "plain34",
    "published",
    "reading",
]
