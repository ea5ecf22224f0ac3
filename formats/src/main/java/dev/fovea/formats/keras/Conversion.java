package dev.fovea.formats.keras;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Apply;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.op.Mean;
import dev.fovea.op.Slice;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// What layers of one input become: one method for each kind.
///
/// @param input the shape of one sample of what it takes
/// @param isOld whether Keras 2 wrote the file
record Conversion(KerasLayer layer, Shape input, LayerWeights weights, boolean isOld) {
    Converted convert() {
        LayerSettings settings = layer.settings();
        if (settings.text("data_format", "channels_last").equals("channels_first")) {
            throw new IllegalArgumentException("has channels_first, channels before height and width: save the model"
                    + " with data_format channels_last, or export it as ONNX");
        }
        return switch (layer.type()) {
            case "Activation" -> Converted.of(Activations.of(settings.get("activation"), isOld));
            case "ReLU", "LeakyReLU", "ELU", "Softmax" -> Converted.of(Activations.of(layer.type(), settings));
            case "Dropout", "SpatialDropout2D" -> Converted.of(Dropout.of(settings.number("rate", 0)));
            case "Flatten" -> Converted.of(Flatten.of());
            case "Reshape" -> Converted.of(reshape());
            case "Permute" -> Converted.of(permute());
            case "ZeroPadding2D" -> Converted.of(pad());
            case "Cropping2D" -> Converted.of(crop());
            case "UpSampling2D" -> Converted.of(enlarge());
            case "GlobalAveragePooling1D" -> Converted.of(Apply.of(Mean.over(1)));
            case "MaxPooling1D", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "GlobalMaxPooling2D" ->
                Converted.of(new Pools(layer, input).convert());
            case "Conv1D", "Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "Dense" ->
                new Windows(layer, input, weights, isOld).convert();
            case "BatchNormalization", "LayerNormalization", "GroupNormalization", "PReLU" ->
                new Norms(layer, input, weights).convert();
            case "Rescaling", "Normalization" -> Scaling.of(layer, input.dim(-1), weights).layers();
            default -> throw KerasTypes.unknown(layer);
        };
    }

    private Layer reshape() {
        List<Integer> target = layer.settings().wholes("target_shape");
        int[] dims = new int[target.size()];
        long known = 1;
        int open = -1;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = target.get(i);
            if (dims[i] == -1) {
                open = i;
            } else {
                known *= Math.max(1, dims[i]);
            }
        }
        if (open >= 0) {
            dims[open] = Math.toIntExact(input.size() / Math.max(1, known));
        }
        return Reshape.of(dims);
    }

    private Layer permute() {
        List<Integer> order = new ArrayList<>(List.of(0));
        order.addAll(layer.settings().wholes("dims"));
        return Apply.of(new Transpose(order));
    }

    private Layer pad() {
        int[] sides = layer.settings().sides("padding");
        return Pad2D.of(sides[0], sides[1], sides[2], sides[3]);
    }

    private Layer crop() {
        images(layer, input);
        int[] sides = layer.settings().sides("cropping");
        List<Layer> cuts = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            int from = sides[2 * axis];
            int to = input.dim(axis) - sides[2 * axis + 1];
            if (from != 0 || to != input.dim(axis)) {
                cuts.add(Apply.of(new Slice(axis + 1, from, to)));
            }
        }
        return cuts.size() == 1 ? cuts.getFirst() : new Sequential(cuts);
    }

    private Layer enlarge() {
        int[] size = layer.settings().pair("size", 2, 2);
        UpSampling2D nearest = UpSampling2D.of(size[0], size[1]);
        String interpolation = layer.settings().text("interpolation", "nearest");
        return switch (interpolation) {
            case "nearest" -> nearest;
            case "bilinear" -> nearest.bilinear();
            default -> throw new IllegalArgumentException("interpolates by " + interpolation
                    + ": nearest and bilinear are read");
        };
    }

    static void images(KerasLayer layer, Shape input) {
        if (input.rank() != 3) {
            throw new IllegalArgumentException("is a " + layer.type()
                    + " and takes images, height × width × channels: got " + input);
        }
    }

    /// Whether a layer passes on what it takes.
    static boolean isNothing(Layer layer) {
        return layer == Activation.NONE || layer instanceof Sequential(List<Layer> layers) && layers.isEmpty()
                || layer instanceof LayerGraph graph && graph.vertices().isEmpty();
    }
}
