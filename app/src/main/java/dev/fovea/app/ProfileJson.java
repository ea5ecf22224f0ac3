package dev.fovea.app;

import dev.fovea.app.Profile.Layer;
import dev.fovea.app.Profile.Timing;
import dev.fovea.backend.Backend;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A profile as one JSON object.
final class ProfileJson {
    private ProfileJson() {}

    static ObjectNode of(String name, boolean prediction, int batch, Backend backend, ProfileTable table) {
        Profile profile = table.profile();
        ObjectNode json = Json.object()
                .put("name", name)
                .put("of", prediction ? "prediction" : "training step")
                .put("batch", batch)
                .put("kernels", backend.name())
                .put("threads", backend.threads())
                .put("rounds", profile.rounds().size())
                .put("runsInRound", profile.runs());
        ObjectNode warmUp = json.putObject("warmUp").put("runs", profile.warmUp().runs());
        warmUp.set("seconds", Json.number(profile.warmUp().seconds()));
        warmUp.put("stable", profile.warmUp().stable());
        ArrayNode doubts = json.putArray("doubts");
        profile.doubts().forEach(doubts::add);
        ObjectNode peak = json.putObject("peak");
        peak.set("best", Json.number(profile.bestPeak()));
        peak.set("median", Json.number(profile.peak()));
        json.set("whole", timing(profile.whole()));
        json.set("betweenMs", Json.number(profile.between().millis()));
        ArrayNode steps = json.putArray("steps");
        table.rows().forEach(row -> steps.add(timing(row)));
        ArrayNode kinds = json.putArray("operations");
        table.kinds().forEach(kind -> kinds.add(timing(kind)));
        ArrayNode layers = json.putArray("layers");
        table.layers().forEach(layer -> layers.add(layer(layer)));
        return json;
    }

    private static ObjectNode timing(Timing timing) {
        ObjectNode json = Json.object().put("name", timing.name());
        json.set("ms", Json.number(timing.millis()));
        json.set("share", Json.number(timing.share()));
        json.put("multiplyAdds", timing.multiplyAdds()).put("direct", timing.direct());
        json.set("gflops", Json.number(timing.gflops()));
        json.set("ofPeak", Json.number(timing.ofPeak()));
        json.put("bytes", timing.bytes());
        json.set("gigabytesPerSecond", Json.number(timing.gigabytesPerSecond()));
        return json;
    }

    private static ObjectNode layer(Layer layer) {
        ObjectNode json = Json.object().put("name", layer.name());
        json.set("forwardMs", Json.number(layer.forward()));
        json.set("backwardMs", Json.number(layer.backward()));
        json.set("ms", Json.number(layer.millis()));
        json.set("share", Json.number(layer.share()));
        return json;
    }
}
