"""Checkers of notebook 08 that follow gradients: a saliency map, gradient ascent."""


def gradient(model, image, ask):
    """Of what `ask` makes of the scores, down to the picture: (C, H, W)."""
    x = image.detach().clone().requires_grad_()
    ask(model(x[None])[0]).backward()
    return x.grad


def strongest(slopes):
    return slopes.abs().amax(0)


def saliency(attempt):
    """Checks attempt(model, image, label): |gradient| of the score, (H, W).

    Of the channels, the strongest. image (C, H, W); the model takes (N, C, H, W).
    """
    from helpers.checks import tiny

    def of(ask, read=strongest):
        """The map that follows another number, or reads the gradient differently."""
        return lambda model, image, label: read(
            gradient(model, image, lambda scores: ask(scores, label))
        )

    def score(scores, label):
        return scores[label]

    def least(scores, label):
        return scores.min()

    def summed(slopes):
        return slopes.sum(0).abs()

    def times_picture(model, image, label):
        return strongest(gradient(model, image, lambda scores: scores[label]) * image)

    mistakes = {
        "both mistakes are still there. Which class is asked about? And what becomes "
        "of a pixel whose red and blue act in opposite directions?": of(least, summed),
        "colours that act in opposite directions cancel: take |·| before you bring "
        "the channels together": of(score, summed),
        "that is the class that the net believes least: follow the label's score": (
            of(least)
        ),
        "that is the class that the net believes most: follow the label's score": (
            of(lambda scores, label: scores.max())
        ),
        "where the net is certain, a probability can't grow: follow the score": (
            of(lambda scores, label: scores.softmax(0)[label])
        ),
        "the loss also falls when other classes' scores do: follow the label's alone": (
            of(lambda scores, label: scores.log_softmax(0)[label])
        ),
        "all classes' scores are added up: follow the label's alone": (
            of(lambda scores, label: scores.sum())
        ),
        "the strongest upwards only: a pixel may as well act downwards, so |·| first": (
            of(score, lambda slopes: slopes.amax(0))
        ),
        "only pixels that act upwards: those that act downwards count, too": (
            of(score, lambda slopes: slopes.amax(0).relu())
        ),
        "the strongest downwards only: a pixel may as well act upwards, so |·| first": (
            of(score, lambda slopes: slopes.amin(0))
        ),
        "only pixels that act downwards: those that act upwards count, too": (
            of(score, lambda slopes: (-slopes).amax(0).relu())
        ),
        "|·| comes too late: take it before you choose the strongest channel": (
            of(score, lambda slopes: slopes.amax(0).abs())
        ),
        "|·| comes too late, and that is the minimum of the channels": (
            of(score, lambda slopes: slopes.amin(0).abs())
        ),
        "that is the weakest channel; the strongest counts": (
            of(score, lambda slopes: slopes.abs().amin(0))
        ),
        "the channels are added up with their signs; the strongest counts, by |·|": (
            of(score, lambda slopes: slopes.sum(0))
        ),
        "opposite colours cancel in the mean: |·| first, and then the strongest": (
            of(score, lambda slopes: slopes.mean(0).abs())
        ),
        "all channels together; here only the strongest counts": (
            of(score, lambda slopes: slopes.abs().sum(0))
        ),
        "the mean of the channels; here only the strongest counts": (
            of(score, lambda slopes: slopes.abs().mean(0))
        ),
        "the channels' length, √(r² + g² + b²); here only the strongest counts": (
            of(score, lambda slopes: slopes.norm(dim=0))
        ),
        "that is the square: how strongly is |·|": (
            of(score, lambda slopes: strongest(slopes) ** 2)
        ),
        "only the first channel; the strongest counts": (
            of(score, lambda slopes: slopes[0].abs())
        ),
        "gradient times picture; the gradient alone is wanted": times_picture,
        "scaled to a maximum of 1: leave the gradient as it is": (
            of(score, lambda slopes: strongest(slopes) / strongest(slopes).max())
        ),
        "that is the gradient, with its signs: now |·|, and the strongest channel": (
            of(score, lambda slopes: slopes)
        ),
        "max(0) gives the values and where they are: take .values, or amax(0)": (
            of(score, lambda slopes: [one.tolist() for one in slopes.abs().max(0)])
        ),
        "one map for each channel: keep the strongest": (
            of(score, lambda slopes: slopes.abs())
        ),
        "that is the way to minimise the activation: minus the score, upwards only": (
            of(score, lambda slopes: (-slopes).amax(0))
        ),
        "that is twice the gradient: x.grad adds up if backward() runs twice": (
            of(score, lambda slopes: 2 * strongest(slopes))
        ),
        "rows and columns are exchanged": of(score, lambda s: strongest(s).T),
    }
    others = {  # one mistake mended or made anew, the other not
        "that is the class that the net believes least": least,
        "that is the class that the net believes most": (
            lambda scores, label: scores.max()
        ),
        "that is the probability, which can't grow where the net is certain": (
            lambda scores, label: scores.softmax(0)[label]
        ),
        "all classes' scores are added up": lambda scores, label: scores.sum(),
    }
    ways = {
        "opposite colours still cancel": summed,
        "the channels are added up with their signs": lambda slopes: slopes.sum(0),
        "opposite colours cancel in the mean": lambda slopes: slopes.mean(0).abs(),
        "all channels are added up": lambda slopes: slopes.abs().sum(0),
        "the channels' mean is taken": lambda slopes: slopes.abs().mean(0),
        "the strongest is looked for upwards only": lambda slopes: slopes.amax(0),
    }
    cure = "follow the label's score, and keep the strongest |·|"
    mistakes |= {
        f"{first}, and {second}: {cure}": of(ask, read)
        for first, ask in others.items()
        for second, read in ways.items()
        if (ask, read) != (least, summed)
    }
    cases = [  # no class is always the most or the least believed: all take turns
        tiny.case(14, (3, 4, 5), 1),
        tiny.case(15, (3, 5, 4), 2, loud=200.0),
        tiny.case(21, (2, 3, 6), 0),
    ]
    return tiny.check("saliency", attempt, of(score), cases, mistakes)


def ascent(attempt):
    """Checks attempt(model, image, label, steps, rate): the picture after the steps.

    Each step adds rate times the gradient of the label's score to the picture.
    """
    from helpers.checks import tiny

    def climb(ask=lambda scores, label: scores[label], move=lambda slopes: slopes):
        """Ascent that follows another number, or moves differently along the slope."""

        def climbing(model, image, label, steps, rate):
            for _ in range(steps):
                slopes = gradient(model, image, lambda scores: ask(scores, label))
                image = image + rate * move(slopes)
            return image

        return climbing

    right = climb()

    def piling(sign):
        """The gradients of all steps so far add up, as x.grad does."""

        def climbing(model, image, label, steps, rate):
            slopes = 0
            for _ in range(steps):
                slopes = slopes + gradient(model, image, lambda scores: scores[label])
                image = image + sign * rate * slopes
            return image

        return climbing

    def along_first(model, image, label, steps, rate):
        return image + steps * (right(model, image, label, 1, rate) - image)

    def clipped(model, image, label, steps, rate):
        for _ in range(steps):
            image = right(model, image, label, 1, rate).clamp(0, 1)
        return image

    def scores_on_the_way(model, image, label, steps, rate):
        ways = [right(model, image, label, n, rate) for n in range(steps)]
        return [model(picture[None])[0, label].item() for picture in ways]

    mistakes = {
        "that is downhill: the picture is minimised. Add the gradient, or minimise "
        "minus the score": climb(lambda scores, label: -scores[label]),
        "x.grad adds up from step to step: set it to zero, or use a new x": piling(1),
        "downhill, and x.grad adds up from step to step": piling(-1),
        "that is one step: return after the loop, not inside it": (
            lambda *case: right(*case[:3], 1, case[4])
        ),
        "one step too few": lambda *case: right(*case[:3], case[3] - 1, case[4]),
        "one step too many": lambda *case: right(*case[:3], case[3] + 1, case[4]),
        "you forgot the rate": lambda *case: right(*case[:4], 1.0),
        "every step follows the first picture's gradient: work it out anew": (
            along_first
        ),
        "that is the image itself: where do the steps go?": lambda *case: case[1],
        "that is what was added; the picture is wanted": (
            lambda *case: right(*case) - case[1]
        ),
        "start at the image, not at zero": (
            lambda model, image, *more: right(model, 0 * image, *more)
        ),
        "that is the class that the net believes most: follow the label's score": (
            climb(lambda scores, label: scores.max())
        ),
        "that is the class that the net believes least: follow the label's score": (
            climb(lambda scores, label: scores.min())
        ),
        "where the net is certain, a probability can't grow: follow the score": (
            climb(lambda scores, label: scores.softmax(0)[label])
        ),
        "the loss also falls when other classes' scores do: follow the label's alone": (
            climb(lambda scores, label: scores.log_softmax(0)[label])
        ),
        "that is uphill on the loss: away from the label": (
            climb(lambda scores, label: -scores.log_softmax(0)[label])
        ),
        "all classes' scores are added up: follow the label's alone": (
            climb(lambda scores, label: scores.sum())
        ),
        "only the gradient's sign is followed; rate times the gradient is wanted": (
            climb(move=lambda slopes: slopes.sign())
        ),
        "the gradient is made 1 long; rate times the gradient itself is wanted": (
            climb(move=lambda slopes: slopes / slopes.norm())
        ),
        "the gradient's largest is made 1; rate times the gradient itself is wanted": (
            climb(move=lambda slopes: slopes / slopes.abs().max())
        ),
        "|gradient| makes everything brighter: keep its sign": (
            climb(move=lambda slopes: slopes.abs())
        ),
        "that is the last gradient; the picture is wanted": (
            lambda model, *case: gradient(
                model,
                right(model, *case[:2], case[2] - 1, case[3]),
                lambda scores: scores[case[1]],
            )
        ),
        "the picture is clipped to 0 … 1 on the way: leave it as it is": clipped,
        "that is the score at the end; the picture is wanted": (
            lambda model, *case: model(right(model, *case)[None])[0, case[1]]
        ),
        "these are the scores on the way; the last picture is wanted": (
            scores_on_the_way
        ),
    }
    cases = [
        tiny.case(23, (3, 3, 4), 1, 3, 0.5),
        tiny.case(27, (1, 4, 3), 2, 4, 0.25, loud=2.0),
        tiny.case(33, (2, 3, 3), 0, 2, 0.1, loud=40.0),
    ]
    return tiny.check("ascent", attempt, right, cases, mistakes)
