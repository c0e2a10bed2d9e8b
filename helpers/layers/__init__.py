"""The layers of a convolutional network, forward and backward, by hand.

All are plain functions of NumPy batches, x (N, C, H, W) or (N, C, L), and keep no
state: NAME_backward takes the gradient of NAME_forward's output, y_bar, and then what
NAME_forward took, and gives the gradients of these: x_bar, w_bar, b_bar.
"""

from helpers.layers.check import gradient_check
from helpers.layers.convolution import conv_backward, conv_forward
from helpers.layers.pooling import (
    avg_pool_backward,
    avg_pool_forward,
    max_pool_backward,
    max_pool_forward,
)
from helpers.layers.simple import (
    cross_entropy_backward,
    cross_entropy_forward,
    dense_backward,
    dense_forward,
    relu_backward,
    relu_forward,
)
