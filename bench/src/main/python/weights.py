"""Writes the files of weights that the tests of formats read. Run: python weights.py FOLDER

Needs torch and safetensors. Values are whole numbers and quarters, so that every type holds them; those of the
networks are drawn with a fixed seed, rounded to 1/64. Two runs write the same bytes, but for those of legacy files,
which name storages by their addresses.
"""
import os
import sys
from collections import OrderedDict

import torch
from safetensors.torch import save_file
from torch import nn

folder = sys.argv[1]


def path(name):
    return os.path.join(folder, name)


def quarters(*shape):
    count = torch.Size(shape).numel()
    return (torch.arange(count, dtype=torch.float32) / 4 - 1).reshape(shape)


def types():
    return OrderedDict(
        f64=quarters(2, 2).double(), f32=quarters(2, 3), f16=quarters(5).half(), bf16=quarters(5).bfloat16(),
        i64=torch.tensor(7), i32=torch.tensor([-1, 2], dtype=torch.int32), i16=torch.tensor([300], dtype=torch.int16),
        i8=torch.tensor([-3], dtype=torch.int8), u8=torch.tensor([255], dtype=torch.uint8),
        bool=torch.tensor([True, False]), parameter=nn.Parameter(quarters(2)))


def views():
    """All but the last two are views of one storage of 0, 1, ..., 23."""
    base = torch.arange(24, dtype=torch.float32)
    return {
        'whole': base.reshape(2, 3, 4), 'turned': base.reshape(4, 6).t(),
        'permuted': base.reshape(2, 3, 4).permute(2, 0, 1), 'every_fifth': base[1::5],
        'middle': base[8:14].reshape(2, 3), 'row': base.reshape(4, 6)[2],
        'column': base.reshape(4, 6)[:, 5], 'spread': base[3:5].reshape(2, 1).expand(2, 3),
        'none': torch.zeros(0, 3), 'channels_last': quarters(1, 2, 2, 3).to(memory_format=torch.channels_last)}


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y + self.downsample(x))


class Residual(nn.Module):
    """The names of torchvision's resnet18, with one block."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.layer1 = nn.Sequential(Block(4, 6, 2))
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        return self.fc(self.layer1(torch.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


class Plain(nn.Module):
    """The names of torchvision's vgg11, smaller; the image is flattened, channels first."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 4, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2))
        self.classifier = nn.Sequential(nn.Linear(4 * 3 * 4, 5), nn.ReLU(), nn.Dropout(), nn.Linear(5, 3))

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


def rounded(network):
    torch.manual_seed(1)
    for tensor in network.state_dict().values():
        if tensor.is_floating_point():
            tensor.copy_((torch.randn(tensor.shape) * 32).round() / 64)
    for name, tensor in network.named_buffers():
        if name.endswith('running_var'):
            tensor.abs_().add_(0.5)
    return network.eval()


@torch.no_grad()
def networks():
    """Two networks, an input of each, channels first, and the output in double."""
    examples = {}
    for name, network in (('residual', rounded(Residual())), ('plain', rounded(Plain()))):
        x = (torch.randn(2, 3, 6, 8) * 64).round() / 64
        torch.save(network.state_dict(), path(name + '.pth'))
        save_file(network.state_dict(), path(name + '.safetensors'))
        half = {key: tensor.half() if tensor.is_floating_point() else tensor
                for key, tensor in network.state_dict().items()}
        save_file(half, path(name + '-f16.safetensors'))
        examples[name + '.input'] = x
        examples[name + '.output'] = network.double()(x.double())
    torch.save(examples, path('examples.pth'))


def checkpoint():
    """What a training writes: weights beside an optimizer's state and numbers."""
    network = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    network(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    with torch.no_grad():
        network.weight.copy_(quarters(1, 2))
        network.bias.copy_(quarters(1))
    weights = {'module.' + name: tensor for name, tensor in network.state_dict().items()}
    torch.save(
        {'epoch': 3, 'arch': 'linear', 'best': 0.5, 'state_dict': weights, 'optimizer': optimizer.state_dict()},
        path('checkpoint.pth'))


torch.save(types(), path('types.pth'))
torch.save(types(), path('types-legacy.pth'), _use_new_zipfile_serialization=False)
save_file(types(), path('types.safetensors'))
torch.save(views(), path('views.pth'))
torch.save(views(), path('views-legacy.pth'), _use_new_zipfile_serialization=False)
networks()
checkpoint()
torch.save(nn.Linear(2, 1), path('module.pth'))
