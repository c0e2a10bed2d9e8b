"""Checkers of notebook 08: an occlusion map by hand; which unit is this?"""

import numpy as np


def covered(image, top, left, size, fill):
    image = image.clone()
    image[:, top : top + size, left : left + size] = fill
    return image


def starts(side, size, step):
    return range(0, side - size + 1, step)


def probability(scores, label):
    return scores.softmax(0)[label].item()


def over(read=probability, cover=covered, starts=starts):
    """An occlusion map: what is read from the scores, for each place of the square."""

    def occlusion(model, image, label, size, step, fill):
        tops, lefts = (starts(side, size, step) for side in image.shape[1:])
        return np.array(
            [
                [
                    read(model(cover(image, top, left, size, fill)[None])[0], label)
                    for left in lefts
                ]
                for top in tops
            ]
        )

    return occlusion


def occlusion(attempt):
    """Checks attempt(model, image, label, size, step, fill): a map of probabilities.

    At [i, j] a square of size×size pixels, i·step from the top and j·step from the
    left, is covered with `fill`; image (C, H, W), and the model takes (N, C, H, W).
    """
    from helpers.checks import tiny

    right = over()

    def whole(model, image, label):
        return probability(model(image[None])[0], label)

    def piled(model, image, label, size, step, fill):
        image = image.clone()

        def never_uncovered(_, *place):
            image.copy_(covered(image, *place))
            return image

        return over(cover=never_uncovered)(model, image, label, size, step, fill)

    def piled_in_rows(model, image, label, size, step, fill):
        fresh = {}  # one copy for each row of places

        def once_a_row(image, top, *more):
            fresh[top] = covered(fresh.get(top, image), top, *more)
            return fresh[top]

        return over(cover=once_a_row)(model, image, label, size, step, fill)

    def alone(image, top, left, size, fill):
        """Everything is covered, but the square."""
        kept = covered(image * 0 + fill, top, left, size, 0)
        return kept + (image - covered(image, top, left, size, 0))

    def one_channel(image, *place):
        changed = image.clone()
        changed[0] = covered(image, *place)[0]
        return changed

    def to_size(image, top, left, size, fill):
        image = image.clone()
        image[:, top:size, left:size] = fill
        return image

    def channels_and_rows(image, top, left, size, fill):
        image = image.clone()
        image[top : top + size, left : left + size] = fill
        return image

    def centred(image, top, left, size, fill):
        ends = (top + (size + 1) // 2, left + (size + 1) // 2)
        image = image.clone()
        image[
            :, max(top - size // 2, 0) : ends[0], max(left - size // 2, 0) : ends[1]
        ] = fill
        return image

    def over_places(model, image, label, size, step, fill):
        read = over(lambda scores, label: scores[label].item())
        powers = np.exp(read(model, image, label, size, step, fill))
        return powers / powers.sum()

    def of_first_guess(model, image, label, *how):
        return right(model, image, model(image[None]).argmax().item(), *how)

    mistakes = {
        "the squares pile up: cover a fresh copy of the image for each place": piled,
        "the squares pile up along a row: a fresh copy for each place, not each row": (
            piled_in_rows
        ),
        "a net's answers are scores: softmax over the classes makes probabilities": (
            over(lambda scores, label: scores[label].item())
        ),
        "that is by how much the probability drops; the probability is wanted": (
            lambda *case: whole(*case[:3]) - right(*case)
        ),
        "that is by how much the probability rises; the probability is wanted": (
            lambda *case: right(*case) - whole(*case[:3])
        ),
        "that is the share that is left; the probability is wanted": (
            lambda *case: right(*case) / whole(*case[:3])
        ),
        "that is the probability that it is something else": (
            lambda *case: 1 - right(*case)
        ),
        "that is the logarithm of the probability": lambda *case: np.log(right(*case)),
        "that is the loss, minus the logarithm of the probability": (
            lambda *case: -np.log(right(*case))
        ),
        "rows and columns are exchanged: [i, j] is i·step from the top": (
            lambda *case: right(*case).T
        ),
        "the last place is missing: a square may end at the very edge": (
            over(starts=lambda *sizes: starts(*sizes)[:-1])
        ),
        "the last squares hang over the edge: they must end with the image": (
            over(starts=lambda side, size, step: range(0, side, step))
        ),
        "the place is i·step, not i: you forgot the step": (
            over(starts=lambda *sizes: range(len(starts(*sizes))))
        ),
        "every pixel is a place: from one to the next it is a step": (
            over(starts=lambda side, size, step: starts(side, size, 1))
        ),
        "from one square to the next it is a step, not the square's size": (
            over(starts=lambda side, size, step: starts(side, size, size))
        ),
        "that is the class with the highest probability, not the label": (
            over(lambda scores, label: scores.softmax(0).max().item())
        ),
        "that is which class wins; how probable is the label?": (
            over(lambda scores, label: scores.argmax().item())
        ),
        "that is the class that the uncovered image gets; the label's is wanted": (
            of_first_guess
        ),
        "that says whether the label is the first guess; how probable is it?": (
            over(lambda scores, label: scores.argmax().item() == label)
        ),
        "softmax goes over the classes, not over the places": over_places,
        "softmax goes over the classes, softmax(1): over a batch of one picture, "
        "softmax(0), all shares are 1": (lambda *case: 0 * right(*case) + 1),
        "a sigmoid looks at one score alone; softmax compares all classes": (
            over(lambda scores, label: scores[label].sigmoid().item())
        ),
        "cover with `fill`, not always with 0": lambda *case: right(*case[:5], 0.0),
        "you covered all but the square": over(cover=alone),
        "only the first channel is covered: cover all of them": over(cover=one_channel),
        "the place is where the square begins, not its middle": over(cover=centred),
        "the square is a pixel too big: a slice ends before its end": (
            over(cover=lambda image, *at: covered(image, *at[:2], at[2] + 1, at[3]))
        ),
        "the square is a pixel too small: a slice ends before its end": (
            over(cover=lambda image, *at: covered(image, *at[:2], at[2] - 1, at[3]))
        ),
        "top and left are exchanged: rows come first, image[:, rows, columns]": (
            over(cover=lambda image, top, left, *more: covered(image, left, top, *more))
        ),
        "a slice ends at top + size (left + size), not at size": over(cover=to_size),
        "that slices channels and rows: it must be image[:, rows, columns]": (
            over(cover=channels_and_rows)
        ),
        "nothing is covered: the probability is the same everywhere": (
            over(cover=lambda image, *at: image)
        ),
        "so many places in a row: make rows and columns of them": (
            lambda *case: right(*case).ravel()
        ),
        "these are the classes' probabilities: which one is the label's?": (
            over(lambda scores, label: scores.softmax(0).tolist())
        ),
        "these are the classes' scores: softmax, and then the label's": (
            over(lambda scores, label: scores.tolist())
        ),
        "that is the first place alone: return after the loops, not inside them": (
            lambda *case: right(*case)[0, 0]
        ),
        "that is the first row alone: return after the loops, not inside them": (
            lambda *case: right(*case)[0]
        ),
    }
    cases = [
        tiny.case(1, (3, 7, 9), 2, 3, 2, 0.5, loud=2.0),
        tiny.case(2, (1, 8, 6), 0, 2, 1, -1.0, loud=2.0),
        tiny.case(3, (2, 8, 11), 1, 2, 3, 0.25, loud=2.0),
    ]
    return tiny.check("occlusion", attempt, right, cases, mistakes)
