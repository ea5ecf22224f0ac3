package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page first gets of a large network's work on one picture: small versions of the first maps of each stage,
/// all together of a bounded size, and the outputs whole.
final class SmallGlimpse {
    /// Maps of a stage that the page shows at first, and once a reader asks for more.
    static final int FIRST = 12;
    static final int MOST = 64;
    /// The side of a map on the page, in pixels.
    static final int SIDE = 42;
    private static final int LEAST_SIDE = 4;
    /// Bytes of all small versions of one answer, before base 64.
    private static final int ROOM = 1 << 20;
    /// So many numbers without a place the page shows each with a bar.
    private static final int BARS = 24;

    private final Insight insight;
    private final int side;

    SmallGlimpse(Insight insight) {
        this.insight = insight;
        long maps = insight.stages().stream()
                .mapToLong(stage -> stage.shape().rank() == 3 ? Math.min(FIRST, stage.shape().dim(2)) : 1)
                .sum();
        side = Math.clamp((long) Math.sqrt((double) ROOM / maps), LEAST_SIDE, SIDE);
    }

    /// All but the gradients.
    JsonObject.Builder values(Glimpse glimpse) {
        List<Json> stages = new ArrayList<>();
        for (int stage = 0; stage < insight.stages().size(); stage++) {
            stages.add(stage(glimpse.values().get(stage), stage, FIRST, side));
        }
        return JsonObject.builder()
                .put("values", new JsonArray(stages))
                .put("outputs", InsightJson.tensor(glimpse.output()))
                .put("upstream", InsightJson.tensor(glimpse.upstream()))
                .put("probabilities", JsonArray.of(glimpse.prediction().probabilities(), JsonNumber::of));
    }

    /// By stage; null for those that the outputs do not depend on.
    JsonArray gradients(Glimpse glimpse) {
        List<Json> stages = new ArrayList<>();
        for (int stage = 0; stage < insight.stages().size(); stage++) {
            stages.add(stage(glimpse.gradients().get(stage), stage, FIRST, side));
        }
        return new JsonArray(stages);
    }

    /// More maps of one stage than at first.
    Json more(@Nullable Tensor values, int stage) {
        return stage(values, stage, MOST, SIDE);
    }

    private Json stage(@Nullable Tensor values, int stage, int most, int side) {
        if (values == null) {
            return JsonNull.NULL;
        }
        boolean last = stage == insight.stages().size() - 1;
        if (values.shape().rank() != 3 && (last || values.values().length <= BARS)) {
            return InsightJson.tensor(values);
        }
        return SmallMaps.of(values, most, side, insight.stages().get(stage).kind() == Stage.Kind.IMAGE).json();
    }
}
