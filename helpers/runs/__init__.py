"""Long experiments: the nets, how each is trained, and the stored rows of all runs.

runs.lenet.stored("epochs")["LeNet"]       # digits right: (4 epochs, 3 seeds)
runs.alexnet.train(("fc7",), seed=0)       # one of these runs, made again
"""

from helpers.runs import alexnet, backbones, depth, digits, lenet, transfer
