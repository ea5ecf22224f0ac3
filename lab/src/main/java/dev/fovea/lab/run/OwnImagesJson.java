package dev.fovea.lab.run;

import dev.fovea.data.ClassNames;
import dev.fovea.data.Fitting;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// [OwnImages] as the settings of a run hold it.
final class OwnImagesJson {
    /// All that the settings may say of pictures.
    static final Set<String> NAMES = Set.of(
            "path", "digest", "test", "testDigest", "share", "model", "shape", "fit", "augment", "skipBroken",
            "labels");

    private OwnImagesJson() {}

    static ObjectNode write(OwnImages own) {
        ObjectNode json = JsonNodes.object().put("path", own.images().toString()).put("digest", own.digest());
        if (own.test() != null) {
            json.put("test", own.test().toString());
        }
        if (own.testDigest() != null) {
            json.put("testDigest", own.testDigest());
        }
        json.put("share", own.share());
        if (own.model() != null) {
            json.put("model", own.model());
        }
        ArrayNode shape = json.putArray("shape");
        for (int dim : own.shape().dims()) {
            shape.add(dim);
        }
        json.put("fit", own.fitting().id());
        own.augmentation().forEach(json.putArray("augment")::add);
        json.put("skipBroken", own.skipBroken());
        own.labels().forEach(json.putArray("labels")::add);
        return json;
    }

    /// Runs that do not say how pictures of other aspects are fitted were cut.
    ///
    /// @throws IllegalArgumentException if it is not what [#write] writes
    static OwnImages read(JsonNode json) {
        String test = text(json, "test", false);
        int[] shape = new int[json.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            JsonNode dim = json.path("shape").path(i);
            require(dim.isIntegralNumber() && dim.canConvertToInt() && dim.intValue() > 0
                    && dim.intValue() <= OwnImages.MOST_SIDE, json, "shape");
            shape[i] = dim.intValue();
        }
        require(shape.length == 3 && (shape[2] == 1 || shape[2] == 3), json, "shape");
        double share = json.path("share").asDouble(0);
        require(json.path("share").isNumber() && share > 0 && share < 1, json, "share");
        require(json.path("skipBroken").isBoolean(), json, "skipBroken");
        String fit = text(json, "fit", false);
        require(fit == null || Fitting.ids().contains(fit), json, "fit");
        String model = text(json, "model", false);
        require(model == null || Zoo.has(model), json, "model");
        List<String> labels = texts(json, "labels");
        int different = new HashSet<>(ClassNames.composed(labels)).size();
        require(different > 1 && different == labels.size(), json, "labels");
        OwnImages own = new OwnImages(
                JsonNodes.path(json.path("path"), "path"), known(text(json, "digest", true)),
                test == null ? null : JsonNodes.path(json.path("test"), "test"), text(json, "testDigest", false), share,
                model, Shape.of(shape), fit == null ? Fitting.CROP : Fitting.named(fit), texts(json, "augment"),
                json.path("skipBroken").booleanValue(), labels);
        try {
            own.requireKnown();
        } catch (RunException e) {
            throw new IllegalArgumentException("expected the pictures of a run, got as augment: " + json.path("augment")
                    + ": " + e.getMessage(), e);
        }
        return own;
    }

    private static @Nullable String text(JsonNode json, String name, boolean needed) {
        JsonNode value = json.path(name);
        require(value.isString() || value.isMissingNode() && !needed, json, name);
        return value.isString() ? value.stringValue() : null;
    }

    private static String known(@Nullable String text) {
        return Objects.requireNonNull(text);
    }

    private static List<String> texts(JsonNode json, String name) {
        JsonNode array = json.path(name);
        require(array.isArray(), json, name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            require(array.path(i).isString(), json, name);
            texts.add(array.path(i).stringValue());
        }
        return texts;
    }

    private static void require(boolean fits, JsonNode json, String name) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "expected the pictures of a run, got as " + name + ": " + json.path(name));
        }
    }
}
