package dev.fovea.formats.keras;

import java.util.List;
import java.util.Set;

/// Names of Keras's layers that are read.
final class KerasTypes {
    /// They change nothing in inference, and images in training: Fovea's transforms of data do that.
    static final Set<String> NOTHING = Set.of(
            "ActivityRegularization", "GaussianDropout", "GaussianNoise", "Identity", "RandomBrightness",
            "RandomColorJitter", "RandomContrast", "RandomErasing", "RandomFlip", "RandomGrayscale", "RandomHue",
            "RandomRotation", "RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom",
            "RandomHeight", "RandomWidth");

    /// They take several values.
    static final Set<String> MERGES =
            Set.of("Add", "Average", "Concatenate", "Divide", "Maximum", "Minimum", "Multiply", "Subtract");

    /// They do something to one value.
    static final List<String> LAYERS = List.of(
            "Activation", "AveragePooling2D", "BatchNormalization", "Conv1D", "Conv2D", "Conv2DTranspose", "Cropping2D",
            "Dense", "DepthwiseConv2D", "Dropout", "ELU", "Flatten", "GlobalAveragePooling1D",
            "GlobalAveragePooling2D", "GlobalMaxPooling2D", "GroupNormalization", "LayerNormalization", "LeakyReLU",
            "MaxPooling1D", "MaxPooling2D", "Normalization", "PReLU", "Permute", "ReLU", "Rescaling", "Reshape",
            "SeparableConv2D", "Softmax", "SpatialDropout2D", "UpSampling2D", "ZeroPadding2D");

    private KerasTypes() {}

    /// Why a layer is not read, and what to do.
    static IllegalArgumentException unknown(KerasLayer layer) {
        String why = switch (layer.type()) {
            case "Lambda" -> "is a Lambda: its code is never run; write it with layers, as Rescaling or Activation";
            case "" -> "has no class_name";
            default -> layer.isOperation()
                    ? "is the operation " + layer.type() + ", which is not read; use a layer instead, or export ONNX"
                    : "is a " + layer.type() + ", which is not read; known are " + String.join(", ", LAYERS) + ", "
                            + String.join(", ", MERGES.stream().sorted().toList())
                            + ", Sequential, Functional and layers that change images in training alone";
        };
        return new IllegalArgumentException(why);
    }
}
