"""The networks after AlexNet: built without numbers, counted, read as a pattern.

zoo.count(zoo.net("VGG-19"))
zoo.reading(zoo.net("VGG-19"))
"""

from helpers.models.zoo.boxes import boxes
from helpers.models.zoo.count import Count, count
from helpers.models.zoo.nets import (
    NAMES,
    YEARS,
    efficientnet,
    googlenet_2014,
    net,
    plain34,
    published,
    separable,
)
from helpers.models.zoo.pattern import Reading, reading
