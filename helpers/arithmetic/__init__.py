"""Sizes, parameters, connections, multiply-adds and receptive fields, by arithmetic.

Pure Python: nothing is run, so a net of any size is counted at once. The words:

unit            one number that a layer computes with weights. Max pooling has no
                weights: its outputs have a shape but are not counted as units.
parameter       one trainable number. A shared weight is one parameter, however often
                it is used.
connection      one input times a weight, or one bias, used at one output. A shared
                weight makes as many connections as there are outputs that use it. An
                input in the padding counts like any other; max pooling has none.
multiply-add    one input times a weight: the connections without the biases.
receptive field how many input pixels, along one side, can change one unit.
"""

from helpers.arithmetic.layers import Conv, Dense, Pool
from helpers.arithmetic.networks import (
    ALEXNET,
    ALEXNETS,
    C3_TABLE,
    EIGHT_OF_TWELVE,
    LENET,
    LENET_1989,
    LENET_1998,
    LENET_WIDTHS,
    REMOVABLE,
    alexnet,
)
from helpers.arithmetic.sizes import (
    DoesNotFit,
    output_size,
    parameters,
    same_padding,
    windows,
)
from helpers.arithmetic.table import Row, Table, receptive_field, sees, table
