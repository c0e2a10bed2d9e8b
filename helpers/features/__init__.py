"""Looking into a network: what its layers give, and what in a picture they answer to.

    features.activations(net, x, ["blocks.3", "fc"])["blocks.3"]
    features.occlusion(net, x, label)

Everything works on any `nn.Module`, with layers named as in `named_modules()`, and
leaves the network as it was. Maps to be drawn are NumPy arrays; pictures that a network
takes are tensors. Captum has many of these methods: here they are short enough to be
read, and one dependency is saved; torchvision's feature extraction has to trace the
network first, where a hook works on all of them.
"""

from helpers.features import poses
from helpers.features.activations import activations
from helpers.features.class_image import Ascent, class_image, climb
from helpers.features.embedding import Embedding, embedding
from helpers.features.fields import Field, receptive_field
from helpers.features.grad_cam import enlarged, grad_cam
from helpers.features.gradients import guided, saliency
from helpers.features.occlusion import occlusion
from helpers.features.patches import Patch, cut
from helpers.features.randomised import down_to, randomised
