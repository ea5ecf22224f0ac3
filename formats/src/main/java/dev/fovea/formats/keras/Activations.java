package dev.fovea.formats.keras;

import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Apply;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerGraph;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Vertex;
import dev.fovea.nn.Weight;
import dev.fovea.op.Absolute;
import dev.fovea.op.Add;
import dev.fovea.op.Clamp;
import dev.fovea.op.Divide;
import dev.fovea.op.Exp;
import dev.fovea.op.Multiply;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keras's activations, by their names and as layers.
final class Activations {
    /// Keras's own default of `leaky_relu` by name.
    private static final double LEAK = 0.2;

    private Activations() {}

    /// @param isOld whether Keras 2 wrote the file, whose `hard_sigmoid` was another
    static Layer of(@Nullable Json said, boolean isOld) {
        return switch (said) {
            case null -> Activation.NONE;
            case JsonString(String name) -> named(name, isOld);
            case JsonObject object -> layer(object, isOld);
            default -> throw LayerSettings.wrong("activation", "a name", said);
        };
    }

    private static Layer named(String name, boolean isOld) {
        return switch (name) {
            case "linear" -> Activation.NONE;
            case "relu" -> Activation.RELU;
            case "relu6" -> Activation.RELU6;
            case "sigmoid" -> Activation.SIGMOID;
            case "tanh" -> Activation.TANH;
            case "gelu" -> Activation.GELU;
            case "silu", "swish" -> Activation.SILU;
            case "hard_sigmoid" -> isOld ? oldHardSigmoid() : Activation.HARD_SIGMOID;
            case "hard_silu", "hard_swish" -> Activation.HARD_SWISH;
            case "softplus" -> Activation.SOFTPLUS;
            case "softsign" -> softsign();
            case "mish" -> Activation.MISH;
            case "selu" -> Activation.SELU;
            case "elu" -> ELU.of(1);
            case "leaky_relu" -> LeakyReLU.of(LEAK);
            case "exponential" -> Apply.of(new Exp());
            case "softmax" -> Activation.SOFTMAX;
            case "log_softmax" -> Activation.LOG_SOFTMAX;
            default -> throw new IllegalArgumentException("has the activation " + name + ", which is not read; known"
                    + " are linear, relu, relu6, sigmoid, tanh, gelu, silu, hard_sigmoid, hard_silu, softplus,"
                    + " softsign, mish, selu, elu, leaky_relu, exponential, softmax and log_softmax");
        };
    }

    private static Layer layer(JsonObject object, boolean isOld) {
        LayerSettings outer = new LayerSettings(object);
        String type = outer.text("class_name", "");
        if (type.equals("function") && object.get("config") instanceof JsonString(String name)) {
            return named(name, isOld);
        }
        LayerSettings settings = new LayerSettings(object.get("config") instanceof JsonObject config ? config : object);
        return switch (type) {
            case "Activation" -> of(settings.get("activation"), isOld);
            case "ReLU", "LeakyReLU", "ELU", "Softmax" -> of(type, settings);
            default -> throw new IllegalArgumentException("has an activation that is code of its own (" + type
                    + "), which is never run; name one of Keras's");
        };
    }

    /// Of a layer that is an activation.
    static Layer of(String type, LayerSettings settings) {
        return switch (type) {
            case "ELU" -> ELU.of(settings.number("alpha", 1));
            case "LeakyReLU" -> LeakyReLU.of(settings.number("negative_slope", settings.number("alpha", 0.3)));
            case "Softmax" -> softmax(settings);
            default -> relu(settings);
        };
    }

    private static Layer softmax(LayerSettings settings) {
        if (settings.has("axis") && !settings.wholes("axis").equals(List.of(-1))) {
            throw new IllegalArgumentException("takes a softmax along axis " + settings.wholes("axis")
                    + ": along the last axis, -1, it is read");
        }
        return Activation.SOFTMAX;
    }

    private static Layer relu(LayerSettings settings) {
        double slope = settings.number("negative_slope", 0);
        double most = settings.number("max_value", Double.POSITIVE_INFINITY);
        if (settings.number("threshold", 0) != 0) {
            throw new IllegalArgumentException("is a ReLU with a threshold, which is not read");
        }
        Activation below = slope == 0 ? Activation.RELU : LeakyReLU.of(slope);
        if (most == Double.POSITIVE_INFINITY) {
            return below;
        }
        if (slope != 0) {
            return Sequential.of(below, Apply.of(new Clamp(-Float.MAX_VALUE, (float) most)));
        }
        return most == 6 ? Activation.RELU6 : Apply.of(new Clamp(0, (float) most));
    }

    /// min(max(0.2 x + 0.5, 0), 1).
    private static Layer oldHardSigmoid() {
        return LayerGraph.of(
                Vertex.of("fifth", constant(0.2)),
                Vertex.of("product", Apply.of(new Multiply()), LayerGraph.INPUT, "fifth"),
                Vertex.of("half", constant(0.5)),
                Vertex.of("sum", Apply.of(new Add()), "product", "half"),
                Vertex.of("clamp", Apply.of(new Clamp(0, 1)), "sum"));
    }

    /// x / (1 + |x|).
    private static Layer softsign() {
        return LayerGraph.of(
                Vertex.of("absolute", Apply.of(new Absolute()), LayerGraph.INPUT),
                Vertex.of("one", constant(1)),
                Vertex.of("sum", Apply.of(new Add()), "absolute", "one"),
                Vertex.of("quotient", Apply.of(new Divide()), LayerGraph.INPUT, "sum"));
    }

    private static Weight constant(double number) {
        return new Weight(Shape.of(1), Initializer.constant(number), false);
    }
}
