package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Pictures with what a network computes of them, as the page gets them when it opens.
public final class SamplePictures {
    private SamplePictures() {}

    /// Values and gradients of all pictures together: what a page loads at once.
    private static final long MOST_VALUES = 8_000_000;
    /// Pictures that are written with small versions of the maps of a large network.
    private static final int MOST_SMALL = 3;
    /// Pixels of a picture to choose by, in each direction.
    private static final int THUMB = 48;

    /// All that is computed of each picture; fewer pictures of a large network. Of one that is not sent whole, the
    /// pictures alone if an engine answers, and else small versions of the maps of a few.
    ///
    /// @param live whether an engine answers
    public static JsonArray json(Insight insight, List<SamplePicture> samples, boolean live) {
        if (insight.isWhole()) {
            long room = Math.clamp(MOST_VALUES / (2 * insight.values()), 1, samples.size());
            return JsonArray.of(samples.subList(0, (int) room), sample -> whole(insight, sample));
        }
        if (live) {
            return JsonArray.of(samples, sample -> thumb(sample).build());
        }
        List<Json> small = new ArrayList<>();
        for (SamplePicture sample : samples.subList(0, Math.min(MOST_SMALL, samples.size()))) {
            small.add(small(insight, sample));
        }
        return new JsonArray(small);
    }

    private static JsonObject whole(Insight insight, SamplePicture sample) {
        return whole(insight, sample.image(), sample.label()).put("label", sample.name()).build();
    }

    private static JsonObject.Builder thumb(SamplePicture sample) {
        return JsonObject.builder()
                .put("image", InsightJson.tensor(SmallMaps.picture(sample.image(), THUMB)))
                .put("label", sample.name());
    }

    private static JsonObject small(Insight insight, SamplePicture sample) {
        Glimpse glimpse = insight.ofLoss(sample.image(), sample.label());
        SmallGlimpse small = new SmallGlimpse(insight);
        return thumb(sample)
                .put("view", small.values(glimpse).put("gradients", small.gradients(glimpse)).build())
                .build();
    }

    /// A picture of which nobody has said what it shows; the gradients are those of the loss if the network is right.
    ///
    /// @param image as [dev.fovea.model.Model#predict] takes it
    public static JsonObject unknown(Insight insight, Tensor image) {
        int said = insight.model().predict(image).top(1).getFirst().index();
        return whole(insight, image, said).build();
    }

    private static JsonObject.Builder whole(Insight insight, Tensor image, int label) {
        Glimpse glimpse = insight.ofLoss(image, label);
        int said = glimpse.prediction().top(1).getFirst().index();
        JsonObject.Builder json = JsonObject.builder();
        if (insight.hasMaps()) {
            json.put("cam", InsightJson.tensor(insight.cam(insight.ofClass(image, said))));
        }
        return json.put("image", InsightJson.tensor(image))
                .put("glimpse", InsightJson.glimpse(glimpse))
                .put("occlusion", InsightJson.tensor(insight.occlusion(image, said, Insight.square(image))));
    }
}
