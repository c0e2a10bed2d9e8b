"""Networks as (input shape, layers): three as their papers print them, one of today."""

from helpers.arithmetic.layers import Conv, Dense, Pool
from helpers.chosen import chosen

# LeCun et al., “Backpropagation applied to handwritten zip code recognition”, 1989.
# Weights are shared, biases are not. The windows stick out by three pixels in all, so
# one side gets one more than the other. Each map of H2 sees eight of H1's twelve; the
# paper doesn't say which, and the counts don't depend on it.
EIGHT_OF_TWELVE = tuple(tuple((k + j) % 12 for j in range(8)) for k in range(12))

LENET_1989 = (
    (1, 16, 16),
    [
        Conv(12, 5, stride=2, padding=(2, 1), bias="unit", name="H1"),
        Conv(
            12,
            5,
            stride=2,
            padding=(2, 1),
            bias="unit",
            sees=EIGHT_OF_TWELVE,
            name="H2",
        ),
        Dense(30, name="H3"),
        Dense(10, name="output"),
    ],
)

# LeCun et al., “Gradient-based learning applied to document recognition”, 1998,
# table I: which maps of S2 each of C3's sixteen maps sees.
C3_TABLE = (
    *[tuple((k + j) % 6 for j in range(3)) for k in range(6)],
    *[tuple((k + j) % 6 for j in range(4)) for k in range(6)],
    *[(0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)],
    (0, 1, 2, 3, 4, 5),
)

LENET_WIDTHS = 6, 16, 120, 84  # maps of C1 and C3; units of C5 (today's F5) and F6
_C1, _C3, _C5, _F6 = LENET_WIDTHS

# The output layer compares with fixed codes: connections, but nothing to learn.
LENET_1998 = (
    (1, 32, 32),
    [
        Conv(_C1, 5, name="C1"),
        Pool(2, trainable=True, name="S2"),
        Conv(_C3, 5, sees=C3_TABLE, name="C3"),
        Pool(2, trainable=True, name="S4"),
        Conv(_C5, 5, name="C5"),
        Dense(_F6, name="F6"),
        Dense(10, bias=False, trainable=False, name="output"),
    ],
)

# The same sizes with today's parts: every map sees all maps, max pooling, ten scores.
LENET = (
    (1, 28, 28),
    [
        Conv(_C1, 5, padding=2, name="C1"),
        Pool(2, name="S2"),
        Conv(_C3, 5, name="C3"),
        Pool(2, name="S4"),
        Dense(_C5, name="F5"),
        Dense(_F6, name="F6"),
        Dense(10, name="output"),
    ],
)

# Krizhevsky et al., “ImageNet classification with deep convolutional neural
# networks”, 2012: two groups, one a graphics card. The paper says 224 pixels; 227 fit.
# Krizhevsky, “One weird trick for parallelizing convolutional neural networks”, 2014,
# has one group and fewer filters; torchvision's AlexNet is that one.
ALEXNETS = {  # kind: picture, filters, dense units, groups, conv1 and the pools
    "2012": ((3, 227, 227), (96, 256, 384, 384, 256), 4096, 2, (11, 4, 0), 5),
    "2014": ((3, 224, 224), (64, 192, 384, 256, 256), 4096, 1, (11, 4, 2), 5),
    "small": ((1, 28, 28), (12, 24, 32, 32, 32), 96, 1, (4, 2, 2), 3),
}
REMOVABLE = ("conv3", "conv4", "fc6", "fc7")


def alexnet(remove=(), classes=1000, kind="2012", width=1, shape=None):
    """(shape, layers) of AlexNet without the layers named in `remove`.

    `kind` is one of ALEXNETS, "2012" as published; `width` multiplies filters and
    dense units; `shape` is another picture's (channels, height, width).
    """
    chosen("AlexNet", kind, ALEXNETS)
    remove = (remove,) if isinstance(remove, str) else tuple(remove)
    for name in remove:
        if name not in REMOVABLE:
            raise ValueError(f"{name!r} can't be removed; {', '.join(REMOVABLE)} can.")
    usual, filters, units, groups, (size, stride, padding), second = ALEXNETS[kind]
    filters = [groups * round(width * n / groups) for n in filters]
    pairs = {"groups": groups}
    layers = [
        Conv(filters[0], size, stride, padding, name="conv1"),
        Pool(3, stride=2, name="pool1"),
        Conv(filters[1], second, padding=second // 2, **pairs, name="conv2"),
        Pool(3, stride=2, name="pool2"),
        Conv(filters[2], 3, padding=1, name="conv3"),
        Conv(filters[3], 3, padding=1, **pairs, name="conv4"),
        Conv(filters[4], 3, padding=1, **pairs, name="conv5"),
        Pool(3, stride=2, name="pool5"),
        Dense(round(width * units), name="fc6"),
        Dense(round(width * units), name="fc7"),
        Dense(classes, name="fc8"),
    ]
    return shape or usual, [layer for layer in layers if layer.name not in remove]


ALEXNET = alexnet()
