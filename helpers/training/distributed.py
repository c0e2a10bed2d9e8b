"""Processes that train one model together, as `torchrun` starts them.

    torchrun --nproc-per-node 2 train.py

Each has its own copy of the model and takes its share of each batch. The gradients
are added up before each step, so all copies stay the same.
"""

import atexit
import os

import torch
from torch import distributed


class Team:
    """Process number `rank` of `size`; alone, nothing has to be shared."""

    def __init__(self, rank=0, size=1):
        self.rank, self.size = rank, size

    def start_alike(self, model):
        """Gives every process the weights of the first one."""
        if self.size > 1:
            for tensor in model.state_dict().values():
                distributed.broadcast(tensor, src=0)

    def share(self, index):
        """This process's part of a batch: numbers of images, nearly equally many."""
        if len(index) < self.size:
            raise ValueError(
                f"{self.size} processes can't share a batch of {len(index)}; start "
                "fewer, or make the batches larger."
            )
        return index.tensor_split(self.size)[self.rank]

    def add_up(self, model, loss, part):
        """The mean loss of the whole batch, whose gradient is put into the model.

        Each process brings the mean over its share, which is `part` of the batch.
        """
        if self.size == 1:
            return loss.item()
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        flat = [tensor.flatten() for tensor in (*gradients, loss.detach())]
        total = torch.cat(flat) * part
        distributed.all_reduce(total)
        pieces = total[:-1].split([gradient.numel() for gradient in gradients])
        for gradient, piece in zip(gradients, pieces, strict=True):
            gradient.copy_(piece.view_as(gradient))
        return total[-1].item()


ALONE = Team()


def current_team():
    """The Team that `torchrun` put this process in; a team of one without it."""
    if not distributed.is_available():
        return ALONE
    if distributed.is_torchelastic_launched() and not distributed.is_initialized():
        backend = "gloo"  # said, as without it a Mac's processes couldn't share the CPU
        if torch.cuda.is_available():
            _take_gpu(int(os.environ["LOCAL_RANK"]), torch.cuda.device_count())
            if distributed.is_nccl_available():
                backend = "cpu:gloo,cuda:nccl"
        distributed.init_process_group(backend)
        atexit.register(distributed.destroy_process_group)
    if not distributed.is_initialized():
        return ALONE
    return Team(distributed.get_rank(), distributed.get_world_size())


def _take_gpu(number, there):
    if number >= there:
        raise RuntimeError(
            f"Process {number + 1} on this computer has no GPU for itself; there "
            f"{'is 1' if there == 1 else f'are {there}'}. Start as many processes as "
            "there are GPUs, or hide these: CUDA_VISIBLE_DEVICES=''."
        )
    torch.cuda.set_device(number)


def device_for(model, team):
    """The device to train on: CUDA or MPS where there is one, otherwise the CPU.

    float64 stays on the CPU: it is for digits that are the same everywhere, and MPS
    has none. Only CUDA and the CPU can add up over a team.
    """
    found = torch.accelerator.current_accelerator(check_available=True)
    exact = next(model.parameters()).dtype == torch.float64
    if found is None or exact or (team.size > 1 and found.type != "cuda"):
        return torch.device("cpu")
    return found
