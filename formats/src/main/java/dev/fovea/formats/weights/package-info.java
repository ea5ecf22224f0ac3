/// Files of weights that others wrote, safetensors and those of PyTorch's `torch.save`, and how they become models.
/// Reading never runs code.
@NullMarked
package dev.fovea.formats.weights;

import org.jspecify.annotations.NullMarked;
