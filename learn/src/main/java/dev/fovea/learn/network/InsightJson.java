package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.model.Model;
import dev.fovea.nn.OutputKind;
import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the page gets of a network. Tensors are their dimensions and their values as 32-bit floats, little end first,
/// in base 64: so the page shows the engine's own numbers, to the bit.
public final class InsightJson {
    private InsightJson() {}

    /// The network: its stages, and of one that a page takes in whole its filters, weights and biases.
    public static JsonObject network(Insight insight) {
        Model model = insight.model();
        return JsonObject.builder()
                .put("name", model.subject().name())
                .put("labels", JsonArray.of(model.labels()))
                .put("logits", model.network().outputs() == OutputKind.LOGITS)
                .put("parameters", model.parameters().values().stream().mapToLong(Shape::size).sum())
                .put("whole", insight.isWhole())
                .put("values", insight.values())
                .put("stages", JsonArray.of(insight.stages(), stage -> stage(stage, model, insight.isWhole())))
                .build();
    }

    private static JsonObject stage(Stage stage, Model model, boolean whole) {
        JsonObject.Builder json = JsonObject.builder()
                .put("kind", stage.kind().name().toLowerCase(Locale.ROOT))
                .put("name", stage.name())
                .put("layer", stage.layer())
                .put("inputs", JsonArray.of(stage.inputs(), JsonNumber::of))
                .put("shape", JsonArray.of(stage.shape().dims()));
        Window window = stage.window();
        if (window != null) {
            json.put("window", window(window));
        }
        put(json, "weights", stage.weights(), model, whole);
        put(json, "bias", stage.bias(), model, whole);
        return json.build();
    }

    private static void put(
            JsonObject.Builder json, String name, @Nullable String variable, Model model, boolean whole) {
        if (variable != null) {
            json.put(name, whole
                    ? tensor(model.read(variable))
                    : JsonObject.builder()
                            .put("shape", JsonArray.of(
                                    model.subject().store().parameters().place(variable).shape().dims()))
                            .build());
        }
    }

    private static JsonObject window(Window window) {
        return JsonObject.builder()
                .put("height", window.r()).put("width", window.s())
                .put("strideH", window.strideH()).put("strideW", window.strideW())
                .put("top", window.top()).put("left", window.left())
                .put("dilationH", window.dilationH()).put("dilationW", window.dilationW())
                .put("groups", window.groups())
                .build();
    }

    /// What the network computes of one picture.
    public static JsonObject glimpse(Glimpse glimpse) {
        Map<String, Json> gradients = new LinkedHashMap<>();
        glimpse.gradients().forEach((stage, gradient) -> gradients.put(stage.toString(), tensor(gradient)));
        return JsonObject.builder()
                .put("values", JsonArray.of(glimpse.values(), InsightJson::tensor))
                .put("gradients", new JsonObject(gradients))
                .put("upstream", tensor(glimpse.upstream()))
                .put("probabilities", JsonArray.of(glimpse.prediction().probabilities(), JsonNumber::of))
                .build();
    }

    /// A tensor: `{"shape": [8, 8, 1], "data": "…"}`.
    public static JsonObject tensor(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.values());
        return JsonObject.builder()
                .put("shape", JsonArray.of(tensor.shape().dims()))
                .put("data", Base64.getEncoder().encodeToString(bytes.array()))
                .build();
    }
}
