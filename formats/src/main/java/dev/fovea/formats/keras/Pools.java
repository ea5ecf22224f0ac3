package dev.fovea.formats.keras;

import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool1D;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;

/// Poolings. Padding counts neither as a value nor in a mean, as TensorFlow has it.
record Pools(KerasLayer layer, Shape input) {
    Layer convert() {
        LayerSettings settings = layer.settings();
        if (layer.type().equals("MaxPooling1D")) {
            int size = settings.whole("pool_size", 2);
            MaxPool1D pool = MaxPool1D.of(size).stride(settings.whole("strides", size));
            return Windows.padding(settings).equals(Padding.SAME) ? pool.same() : pool;
        }
        Conversion.images(layer, input);
        return switch (layer.type()) {
            case "MaxPooling2D" -> {
                int[] size = settings.pair("pool_size", 2, 2);
                int[] stride = settings.pair("strides", size);
                yield MaxPool2D.of(size[0], size[1]).stride(stride[0], stride[1]).padding(Windows.padding(settings));
            }
            case "AveragePooling2D" -> {
                int[] size = settings.pair("pool_size", 2, 2);
                int[] stride = settings.pair("strides", size);
                yield AveragePool2D.of(size[0], size[1]).stride(stride[0], stride[1])
                        .padding(Windows.padding(settings));
            }
            case "GlobalAveragePooling2D" -> settings.flag("keepdims", false)
                    ? Sequential.of(GlobalAveragePool2D.of(), Reshape.of(1, 1, input.dim(2)))
                    : GlobalAveragePool2D.of();
            default -> {
                MaxPool2D whole = MaxPool2D.of(input.dim(0), input.dim(1));
                yield settings.flag("keepdims", false) ? whole : Sequential.of(whole, Flatten.of());
            }
        };
    }
}
