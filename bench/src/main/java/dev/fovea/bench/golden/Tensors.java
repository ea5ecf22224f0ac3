package dev.fovea.bench.golden;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/// Tensors by name.
record Tensors(Map<String, Tensor> all) {
    Tensor get(String name) {
        Tensor tensor = all.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("expected one of " + all.keySet() + ": got " + name);
        }
        return tensor;
    }
}
