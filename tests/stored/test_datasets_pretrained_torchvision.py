"""Weights that torchvision fetches once: checked each time they are used."""

import email.message
import io
import re

import pytest
import torch

from helpers.datasets import pretrained
from helpers.models.vision import torchvision

made = torchvision.models
NETS = {
    "alexnet": (made.AlexNet_Weights.IMAGENET1K_V1, made.alexnet),
    "convnext": (made.ConvNeXt_Tiny_Weights.IMAGENET1K_V1, made.convnext_tiny),
}


@pytest.mark.parametrize("name", NETS)
def test_weights_are_read_where_torchvision_keeps_them(name, kept):
    path = kept(*NETS[name])
    model, stored = getattr(pretrained, name)(), torch.load(path, weights_only=True)
    assert not model.training
    assert len(model.state_dict()) == len(stored)
    for key, value in model.state_dict().items():
        assert torch.equal(value, stored[key])
    assert re.fullmatch(r".*/\w+(-\w+)*-[0-9a-f]{8}\.pth", NETS[name][0].url)


@pytest.mark.parametrize("damage", ["other", "cut", "flipped", "empty"])
def test_a_file_that_is_not_the_original_is_named(damage, kept):
    path = kept(*NETS["alexnet"])
    content = bytearray(path.read_bytes())
    if damage == "other":  # it fits, and is another's
        other = torch.load(path, weights_only=True)
        other = {k: (1 + v[:1]).expand(v.shape) for k, v in other.items()}
        torch.save(other, path)
    else:
        content[len(content) // 2] ^= 1
        cut = {"cut": len(content) // 2, "flipped": None, "empty": 0}[damage]
        path.write_bytes(content[:cut])
    with pytest.raises(ValueError) as caught:
        pretrained.alexnet()
    assert f"{path} is damaged or isn't the original" in str(caught.value)
    assert "Delete it and load again" in str(caught.value)


def test_it_is_fetched_once_and_another_file_is_not_kept(kept, monkeypatch):
    weights, build = NETS["alexnet"]
    path = kept(weights, build)
    whole = path.read_bytes()
    path.unlink()
    asked = []

    def serve(content):
        def urlopen(request):
            asked.append(request.full_url)
            answer = io.BytesIO(content)
            answer.info = email.message.Message  # says nothing of the length
            return answer

        monkeypatch.setattr(torch.hub, "urlopen", urlopen)

    serve(whole[:-1])
    with pytest.raises(RuntimeError, match="invalid hash value"):
        pretrained.alexnet()
    assert not list(path.parent.iterdir())
    serve(whole)
    pretrained.alexnet()
    pretrained.alexnet()
    assert asked == 2 * [weights.url] and path.read_bytes() == whole
