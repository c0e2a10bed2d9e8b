"""ReLU, the dense layer and softmax with cross-entropy, forward and backward."""

import numpy as np

from helpers.layers import validate


def relu_forward(x):
    """max(x, 0), entry by entry, for x of any shape."""
    (x,) = validate.arrays(x=x)
    return np.maximum(x, 0)


def relu_backward(y_bar, x):
    """x_bar: y_bar where x is above 0, elsewhere 0 (at 0 itself, too)."""
    y_bar, x = validate.arrays(y_bar=y_bar, x=x)
    validate.shape("y_bar", y_bar, x.shape, "the shape of x")
    return np.where(x > 0, y_bar, 0)


def dense_forward(x, w, b=None):
    """y[n, o] = b[o] + Σ_i w[o, i] · x[n, i]: x (N, I), w (O, I), b (O,), y (N, O)."""
    x, w, b = validate.arrays(x=x, w=w, b=b)
    _check_dense(x, w)
    if b is None:
        return x @ w.T
    validate.shape("b", b, w.shape[:1], "one number for each output")
    return x @ w.T + b


def dense_backward(y_bar, x, w):
    """(x_bar, w_bar, b_bar), from y_bar (N, O)."""
    y_bar, x, w = validate.arrays(y_bar=y_bar, x=x, w=w)
    _check_dense(x, w)
    validate.shape("y_bar", y_bar, (len(x), len(w)), "the shape of the layer's output")
    return y_bar @ w, y_bar.T @ x, y_bar.sum(0)


def cross_entropy_forward(scores, labels):
    """The mean over n of −log softmax(scores[n])[labels[n]]: one number.

    scores (N, classes), of any size; labels (N,): the right class of each, from 0.
    """
    scores, labels = _check_labels(scores, labels)
    scores = scores - scores.max(1, keepdims=True)  # the softmax stays what it was
    right = scores[np.arange(len(scores)), labels]
    return float(np.mean(np.log(np.exp(scores).sum(1)) - right))


def cross_entropy_backward(scores, labels):
    """scores_bar (N, classes): (softmax − 1 at the right class) / N."""
    scores, labels = _check_labels(scores, labels)
    odds = np.exp(scores - scores.max(1, keepdims=True))
    scores_bar = odds / odds.sum(1, keepdims=True)
    scores_bar[np.arange(len(scores)), labels] -= 1
    return scores_bar / len(scores)


def _check_dense(x, w):
    if x.ndim != 2 or w.ndim != 2 or x.shape[1] != w.shape[1]:
        raise ValueError(
            f"x has shape {x.shape} and w {w.shape}: give x (N, I) and w (O, I) with "
            "the same I; x.reshape(len(x), -1) makes a row of each picture."
        )


def _check_labels(scores, labels):
    (scores,), labels = validate.arrays(scores=scores), np.asarray(labels)
    if scores.ndim != 2:
        raise ValueError(f"scores has shape {scores.shape}: give (N, classes).")
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"labels holds {labels.dtype}: give the right classes as whole numbers."
        )
    validate.shape("labels", labels, scores.shape[:1], "one for each row of scores")
    classes = scores.shape[1]
    wrong = labels[(labels < 0) | (labels >= classes)]
    if wrong.size:
        raise ValueError(
            f"labels holds {wrong[0]}: with {classes} classes give 0 to {classes - 1}."
        )
    return scores, labels
