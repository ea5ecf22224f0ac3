package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// One weight and the loss over it, all other weights fixed.
///
/// @param variable the name of its layer's weights
/// @param index of it among them
/// @param weight what it is now
/// @param loss at this value
/// @param slope ∂loss / ∂w there, by backpropagation
/// @param values of the weight, the present one in the middle
/// @param losses at these values, each computed by the whole network
record WeightNudge(
        String variable, int index, float weight, float loss, float slope, List<Float> values, List<Float> losses) {
    /// How far a weight is moved to each side.
    static final float FAR = 1;
    private static final int EACH_SIDE = 20;

    WeightNudge {
        values = List.copyOf(values);
        losses = List.copyOf(losses);
    }

    /// @throws IllegalArgumentException one line, if there are no such weights, or the index is none of theirs
    static WeightNudge of(LossProbe probe, String variable, int index) {
        Tensor weights = probe.weights().get(variable);
        if (weights == null) {
            throw new IllegalArgumentException(
                    "expected one of " + String.join(", ", probe.weights().keySet()) + ": got " + variable);
        }
        if (index < 0 || index >= weights.values().length) {
            throw new IllegalArgumentException(
                    variable + " has the weights 0 to " + (weights.values().length - 1) + ": got " + index);
        }
        return of(probe, variable, index, weights.values()[index], probe.slopes(variable));
    }

    private static WeightNudge of(
            LossProbe probe, String variable, int index, float weight, LossProbe.Slopes slopes) {
        float[] values = new float[2 * EACH_SIDE + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight + (i - EACH_SIDE) * FAR / EACH_SIDE;
        }
        return new WeightNudge(
                variable, index, weight, slopes.loss(), slopes.each().values()[index], boxed(values),
                boxed(probe.losses(variable, index, values)));
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /// The weights whose slopes are steepest, one in each part of a layer's weights.
    ///
    /// @param parts how many; the weights of a part lie `parts` apart, as those of one filter or one output do
    static List<Integer> steepest(LossProbe probe, String variable, int parts) {
        float[] slopes = probe.slopes(variable).each().values();
        List<Integer> steepest = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int best = part;
            for (int i = part; i < slopes.length; i += parts) {
                best = Math.abs(slopes[i]) > Math.abs(slopes[best]) ? i : best;
            }
            steepest.add(best);
        }
        return steepest;
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("variable", variable)
                .put("index", index)
                .put("weight", JsonNumber.of(weight))
                .put("loss", number(loss))
                .put("slope", number(slope))
                .put("values", JsonArray.of(values, JsonNumber::of))
                .put("losses", JsonArray.of(losses, WeightNudge::number))
                .build();
    }

    private static Json number(float value) {
        return Float.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
    }
}
