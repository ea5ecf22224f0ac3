"""Makes the networks beside this file, with torch 2.13, onnx 1.23 and onnxscript 0.7: python networks.py

NAME.EXPORTER.onnx is a network; NAME.in and NAME.out are two samples and what torch makes of them, as floats in
little-endian order, images with their channels first.
"""
import os
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


class Block(nn.Module):
    """Depthwise convolution, squeeze and excitation, hard swish, as in MobileNet V3."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(6)
        self.depthwise = nn.Conv2d(6, 6, 3, padding=1, groups=6)
        self.squeeze = nn.Conv2d(6, 2, 1)
        self.excite = nn.Conv2d(2, 6, 1)
        self.head = nn.Linear(6, 4)

    def forward(self, x):
        x = F.hardswish(self.norm(self.stem(x)))
        y = F.relu(self.depthwise(x))
        s = self.excite(F.silu(self.squeeze(F.adaptive_avg_pool2d(y, 1))))
        y = x + y * F.hardsigmoid(s)
        return self.head(F.adaptive_avg_pool2d(y, 1).flatten(1))


class Groups(nn.Module):
    """Channels are split, shuffled and joined, as in ShuffleNet V2."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.right = nn.Conv2d(4, 4, 1)
        self.head = nn.Linear(8 * 3 * 3, 3)

    def forward(self, x):
        a, b = F.max_pool2d(self.stem(x), 3, 2, ceil_mode=True).chunk(2, 1)
        x = torch.cat((a, F.relu(self.right(b))), 1)
        n, c, h, w = x.size()
        x = x.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, -1, h, w)
        return self.head(x.view(n, -1))


class Next(nn.Module):
    """Layer normalisation over channels, GELU and a scale for each channel, as in ConvNeXt."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 6, 2, stride=2)
        self.norm = nn.LayerNorm(6)
        self.wide = nn.Linear(6, 12)
        self.narrow = nn.Linear(12, 6)
        self.scale = nn.Parameter(torch.randn(6, 1, 1))
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        x = self.stem(x)
        y = self.norm(x.permute(0, 2, 3, 1))
        y = self.narrow(F.gelu(self.wide(y))).permute(0, 3, 1, 2)
        return self.head((x + self.scale * y).mean((2, 3)))


def plain():
    return nn.Sequential(
        nn.Conv2d(3, 6, 3, padding=1), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 4, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 2 * 2, 5))


def save(name, x, y):
    x.numpy().astype("<f4").tofile(f"{HERE}/{name}.in")
    y.numpy().astype("<f4").tofile(f"{HERE}/{name}.out")


def without_notes(file):
    """Where it was exported is no business of the network."""
    model = onnx.load(file)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.graph.value_info[:], model.graph.metadata_props[:], model.metadata_props[:]
    model.graph.doc_string = ""
    onnx.save(model, file)


def exported(name, network, size):
    torch.manual_seed(1)
    network = network().eval()
    for key, value in network.named_buffers():
        if key.endswith("running_mean"):
            value.normal_(0, 0.1)
        if key.endswith("running_var"):
            value.uniform_(0.75, 1.25)
    x = torch.randn(2, 3, size, size)
    with torch.no_grad():
        save(name, x, network(x))
    names = dict(input_names=["input"], output_names=["output"])
    torch.onnx.export(
        network, (x,), f"{HERE}/{name}.legacy.onnx", dynamo=False, opset_version=13,
        dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}}, **names)
    torch.onnx.export(
        network, (x,), f"{HERE}/{name}.dynamo.onnx", dynamo=True, opset_version=18, external_data=False,
        dynamic_shapes=({0: torch.export.Dim("batch")},), verbose=False, **names)
    for exporter in ("legacy", "dynamo"):
        without_notes(f"{HERE}/{name}.{exporter}.onnx")


def quantised():
    """Filters of 8 bits with a scale for each, two outputs, and metadata."""
    random = np.random.default_rng(2)
    whole = random.integers(-127, 128, (4, 3, 3, 3), dtype=np.int8)
    scale = random.uniform(0.001, 0.01, 4).astype(np.float32)
    nodes = [
        helper.make_node("DequantizeLinear", ["w", "scale", "zero"], ["filters"], axis=0),
        helper.make_node("Conv", ["input", "filters"], ["maps"], auto_pad="SAME_LOWER"),
        helper.make_node("Split", ["maps"], ["first", "second"], axis=1, num_outputs=2),
    ]
    images = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, 4, 4])
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 2, 4, 4]) for name in ("first", "second")]
    tensors = [numpy_helper.from_array(value, name) for name, value in
               (("w", whole), ("scale", scale), ("zero", np.zeros(4, np.int8)))]
    model = helper.make_model(
        helper.make_graph(nodes, "quantised", [images], outputs, tensors),
        opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, f"{HERE}/quantised.helper.onnx")
    x = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(3))
    filters = torch.tensor(whole.astype(np.float32) * scale[:, None, None, None])
    save("quantised", x, F.conv2d(x, filters, padding=1)[:, 2:])


exported("plain", plain, 10)
exported("block", Block, 8)
exported("groups", Groups, 6)
exported("next", Next, 6)
quantised()
