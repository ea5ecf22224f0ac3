package dev.fovea.app.page;

import dev.fovea.backend.Backend;
import dev.fovea.lab.measure.Profile;
import dev.fovea.lab.measure.Profile.Layer;
import dev.fovea.lab.measure.Profile.Timing;
import dev.fovea.lab.run.JsonNodes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A profile as one JSON object.
public final class ProfileJson {
    private ProfileJson() {}

    public static ObjectNode of(String name, boolean prediction, int batch, Backend backend, ProfileTable table) {
        Profile profile = table.profile();
        ObjectNode json = JsonNodes.object()
                .put("name", name)
                .put("of", prediction ? "prediction" : "training step")
                .put("batch", batch)
                .put("kernels", backend.name())
                .put("threads", backend.threads())
                .put("rounds", profile.rounds().size())
                .put("runsInRound", profile.runs());
        ObjectNode warmUp = json.putObject("warmUp").put("runs", profile.warmUp().runs());
        warmUp.set("seconds", JsonNodes.number(profile.warmUp().seconds()));
        warmUp.put("stable", profile.warmUp().stable());
        ArrayNode doubts = json.putArray("doubts");
        profile.doubts().forEach(doubts::add);
        ObjectNode peak = json.putObject("peak");
        peak.set("best", JsonNodes.number(profile.bestPeak()));
        peak.set("median", JsonNodes.number(profile.peak()));
        json.set("whole", timing(profile.whole()));
        json.set("betweenMs", JsonNodes.number(profile.between().millis()));
        ArrayNode steps = json.putArray("steps");
        table.rows().forEach(row -> steps.add(timing(row)));
        ArrayNode kinds = json.putArray("operations");
        table.kinds().forEach(kind -> kinds.add(timing(kind)));
        ArrayNode layers = json.putArray("layers");
        table.layers().forEach(layer -> layers.add(layer(layer)));
        return json;
    }

    private static ObjectNode timing(Timing timing) {
        ObjectNode json = JsonNodes.object().put("name", timing.name());
        json.set("ms", JsonNodes.number(timing.millis()));
        json.set("share", JsonNodes.number(timing.share()));
        json.put("multiplyAdds", timing.multiplyAdds()).put("direct", timing.direct());
        json.set("gflops", JsonNodes.number(timing.gflops()));
        json.set("ofPeak", JsonNodes.number(timing.ofPeak()));
        json.put("bytes", timing.bytes());
        json.set("gigabytesPerSecond", JsonNodes.number(timing.gigabytesPerSecond()));
        return json;
    }

    private static ObjectNode layer(Layer layer) {
        ObjectNode json = JsonNodes.object().put("name", layer.name());
        json.set("forwardMs", JsonNodes.number(layer.forward()));
        json.set("backwardMs", JsonNodes.number(layer.backward()));
        json.set("ms", JsonNodes.number(layer.millis()));
        json.set("share", JsonNodes.number(layer.share()));
        return json;
    }
}
