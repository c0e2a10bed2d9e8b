"""Networks as (input shape, layers): three as their papers print them, one of today."""

from .layers import Conv, Dense, Pool

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

# The output layer compares with fixed codes: connections, but nothing to learn.
LENET_1998 = (
    (1, 32, 32),
    [
        Conv(6, 5, name="C1"),
        Pool(2, trainable=True, name="S2"),
        Conv(16, 5, sees=C3_TABLE, name="C3"),
        Pool(2, trainable=True, name="S4"),
        Conv(120, 5, name="C5"),
        Dense(84, name="F6"),
        Dense(10, bias=False, trainable=False, name="output"),
    ],
)

# The same sizes with today's parts: every map sees all maps, max pooling, ten scores.
LENET = (
    (1, 28, 28),
    [
        Conv(6, 5, padding=2, name="C1"),
        Pool(2, name="S2"),
        Conv(16, 5, name="C3"),
        Pool(2, name="S4"),
        Dense(120, name="F5"),
        Dense(84, name="F6"),
        Dense(10, name="output"),
    ],
)

# Krizhevsky et al., “ImageNet classification with deep convolutional neural
# networks”, 2012: two groups, one a graphics card. The paper says 224 pixels; 227 fit.
ALEXNET = (
    (3, 227, 227),
    [
        Conv(96, 11, stride=4, name="conv1"),
        Pool(3, stride=2),
        Conv(256, 5, padding=2, groups=2, name="conv2"),
        Pool(3, stride=2),
        Conv(384, 3, padding=1, name="conv3"),
        Conv(384, 3, padding=1, groups=2, name="conv4"),
        Conv(256, 3, padding=1, groups=2, name="conv5"),
        Pool(3, stride=2),
        Dense(4096, name="fc6"),
        Dense(4096, name="fc7"),
        Dense(1000, name="fc8"),
    ],
)
