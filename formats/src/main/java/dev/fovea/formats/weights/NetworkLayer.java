package dev.fovea.formats.weights;

import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.io.FileException;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.op.Convolution;
import dev.fovea.op.MatMul;
import dev.fovea.op.Parameter;
import dev.fovea.op.Reshaping;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A layer of a network with its variables.
///
/// @param variables shapes by name within the layer, such as `filters`
/// @param pixels of the image that was flattened before a dense layer, 1 for other products; 0 for what is no product
record NetworkLayer(String name, Map<String, Shape> variables, int pixels) {
    private static final String SIDE = "auxiliary";

    TorchModule.Kind kind() {
        if (pixels > 0) {
            return TorchModule.Kind.PRODUCT;
        }
        return variables.containsKey("gamma") ? TorchModule.Kind.NORM : TorchModule.Kind.SCALE;
    }

    /// Whether it belongs to a classifier that only training computes.
    boolean isAside() {
        return name.contains(SIDE);
    }

    /// The layers that have variables, in the order in which they are built.
    static List<NetworkLayer> of(Network network) {
        Map<String, Map<String, Shape>> layers = new LinkedHashMap<>();
        collect(network.parameters().shapes(), layers);
        collect(network.states().shapes(), layers);
        boolean aside = layers.keySet().stream().anyMatch(name -> name.contains(SIDE));
        Program program = aside ? network.training(Loss.crossEntropy(), _ -> true) : network.inference();
        Map<String, Integer> pixels = products(program);
        List<NetworkLayer> all = new ArrayList<>();
        layers.forEach((name, variables) ->
                all.add(new NetworkLayer(name, variables, pixels.getOrDefault(name, 0))));
        return all;
    }

    private static void collect(Map<String, Shape> shapes, Map<String, Map<String, Shape>> layers) {
        shapes.forEach((name, shape) -> layers.computeIfAbsent(layer(name), _ -> new LinkedHashMap<>())
                .put(name.substring(name.lastIndexOf('.') + 1), shape));
    }

    private static String layer(String variable) {
        return variable.substring(0, Math.max(0, variable.lastIndexOf('.')));
    }

    /// The layers that convolve with filters of theirs, or multiply by a matrix: by their names the pixels of the image
    /// that was flattened before.
    private static Map<String, Integer> products(Program program) {
        Map<Integer, Step> makers = new HashMap<>();
        Map<String, Integer> pixels = new HashMap<>();
        for (Step step : program.steps()) {
            makers.put(step.output(), step);
            boolean convolution = step.operation() instanceof Convolution;
            boolean product = !step.backward() && (convolution || step.operation() instanceof MatMul);
            if (product && program.values().get(step.inputs().get(1)).leaf() instanceof Parameter parameter) {
                pixels.put(
                        layer(parameter.name()),
                        convolution ? 1 : pixels(program, makers, step.inputs().getFirst()));
            }
        }
        return pixels;
    }

    /// Goes back through what leaves the shape as it is.
    private static int pixels(Program program, Map<Integer, Step> makers, int value) {
        int id = value;
        String scaled = "";
        Step maker = makers.get(id);
        while (maker != null && !(maker.operation() instanceof Reshaping)) {
            int before = maker.inputs().getFirst();
            if (!program.values().get(before).shape().equals(program.values().get(id).shape())) {
                return 1;
            }
            boolean own = maker.inputs().stream()
                    .anyMatch(input -> program.values().get(input).leaf() instanceof Parameter);
            scaled = own ? maker.name() : scaled;
            id = before;
            maker = makers.get(id);
        }
        if (maker == null) {
            return 1;
        }
        Shape before = program.values().get(maker.inputs().getFirst()).shape().sample();
        int pixels = before.rank() == 3 ? before.dim(0) * before.dim(1) : 1;
        if (!scaled.isEmpty() && pixels > 1) {
            throw new FileException("expected a dense layer right behind the flattened image, got " + scaled
                    + " with numbers of its own for each value in between, whose order PyTorch has otherwise");
        }
        return pixels;
    }
}
