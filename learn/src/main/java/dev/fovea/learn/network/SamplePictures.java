package dev.fovea.learn.network;

import dev.fovea.data.Dataset;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Pictures with all that a network computes of them, as the page gets them.
public final class SamplePictures {
    private SamplePictures() {}

    /// Values and gradients of all pictures together: what a page loads at once.
    private static final long MOST_VALUES = 8_000_000;

    /// The first picture of each class, in the order of the classes, at most `most`, and fewer of a large network.
    public static JsonArray first(Insight insight, Dataset images, int most) {
        List<Json> samples = new ArrayList<>();
        long room = Math.clamp(MOST_VALUES / (2 * Stage.values(insight.stages())), 1, most);
        for (int label = 0; label < images.labels().size() && samples.size() < room; label++) {
            for (int i = 0; i < images.size(); i++) {
                if (images.label(i) == label) {
                    samples.add(known(insight, images.image(i), label, images.labels().get(label)));
                    break;
                }
            }
        }
        return new JsonArray(samples);
    }

    private static JsonObject known(Insight insight, Tensor image, int label, String name) {
        return sample(insight, image, label).put("label", name).build();
    }

    /// A picture of which nobody has said what it shows; the gradients are those of the loss if the network is right.
    ///
    /// @param image as [dev.fovea.model.Model#predict] takes it
    public static JsonObject unknown(Insight insight, Tensor image) {
        int said = insight.model().predict(image).top(1).getFirst().index();
        return sample(insight, image, said).build();
    }

    private static JsonObject.Builder sample(Insight insight, Tensor image, int label) {
        Glimpse glimpse = insight.ofLoss(image, label);
        int said = glimpse.prediction().top(1).getFirst().index();
        int side = Math.max(1, Math.round(image.shape().dim(0) / 4f));
        JsonObject.Builder json = JsonObject.builder();
        if (insight.hasMaps()) {
            json.put("cam", InsightJson.tensor(insight.cam(insight.ofClass(image, said))));
        }
        return json.put("image", InsightJson.tensor(image))
                .put("glimpse", InsightJson.glimpse(glimpse))
                .put("occlusion", InsightJson.tensor(insight.occlusion(image, said, side)));
    }
}
