package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a training stands.
///
/// @param step how many steps are done
/// @param losses of the batches since the frame before, each as it was before its step
/// @param heldOut mean cross-entropy of the digits that are not learned from; NaN if it is not finite
/// @param accuracy share of these digits that are right
/// @param filters of the first layer
/// @param gradients root of the mean square of each layer's weights' gradients, on the digits of [LossProbe]
/// @param ended why no step can follow: numbers are no longer finite; null if more can
record TrainingFrame(
        long step, List<Float> losses, double heldOut, double accuracy, Tensor filters, Map<String, Double> gradients,
        @Nullable String ended) {
    TrainingFrame {
        losses = List.copyOf(losses);
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }

    /// The last frame of a training whose numbers grew beyond all bounds: what can still be shown is from before.
    TrainingFrame ended(long step, List<Float> losses, String reason) {
        return new TrainingFrame(step, losses, Double.NaN, accuracy, filters, gradients, reason);
    }

    JsonObject json() {
        Map<String, Json> sizes = new LinkedHashMap<>();
        gradients.forEach((layer, size) -> sizes.put(layer, number(size)));
        JsonObject.Builder json = JsonObject.builder()
                .put("step", step)
                .put("losses", JsonArray.of(losses, JsonNumber::of))
                .put("heldOut", number(heldOut))
                .put("accuracy", JsonNumber.of(accuracy))
                .put("filters", InsightJson.tensor(filters))
                .put("gradients", new JsonObject(sizes));
        return ended == null ? json.build() : json.put("ended", ended).build();
    }

    static Json number(double value) {
        return Double.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
    }
}
