package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.explain.example.LetterMaps;
import dev.fovea.explain.example.Letters;
import dev.fovea.explain.example.SlidingWindow;
import dev.fovea.explain.example.Vote;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonObject;
import dev.fovea.op.Padding;
import java.util.ArrayList;
import java.util.List;

/// The way of a letter through features, ReLU and pooling to the vote.
record LetterMotion(MotionJson json) {
    List<Motion> of(Letters letters, Backend backend) {
        List<JsonObject> choices = new ArrayList<>();
        List<LetterMaps> both = List.of(letters.x(), letters.o());
        for (int i = 0; i < both.size(); i++) {
            for (int k = 0; k < both.get(i).features().size(); k++) {
                choices.add(way(both.get(i), k, letters.votes().get(i), backend));
            }
        }
        return List.of(new Motion("", "letter", MotionJson.choices(choices)));
    }

    private JsonObject way(LetterMaps maps, int index, Vote vote, Backend backend) {
        LetterMaps.Feature feature = maps.features().get(index);
        SlidingWindow slid = SlidingWindow.of(
                new SlidingWindow.Setting(maps.letter().pixels(), feature.kernel(), 1, Padding.VALID, 0, 0), backend);
        return JsonObject.builder()
                .put("name", json.both(maps.letter().name() + ": " + feature.name()))
                .put("letter", MotionJson.numbers(maps.letter().pixels()))
                .put("kernel", MotionJson.numbers(feature.kernel()))
                .put("steps", JsonArray.of(slid.steps(), WindowMotions::step))
                .put("convolved", MotionJson.numbers(feature.convolved()))
                .put("rectified", MotionJson.numbers(feature.rectified()))
                .put("pooled", MotionJson.numbers(feature.pooled()))
                .put("again", new JsonArray(List.of(
                        MotionJson.numbers(feature.again().convolved()),
                        MotionJson.numbers(feature.again().rectified()),
                        MotionJson.numbers(feature.again().pooled()))))
                .put("second", MotionJson.numbers(feature.second()))
                .put("feature", index)
                .put("list", MotionJson.numbers(maps.list()))
                .put("places", new JsonArray(List.of(places(vote.places().x()), places(vote.places().o()))))
                .put("votes", MotionJson.numbers(vote.x(), vote.o()))
                .put("verdict", vote.letter())
                .build();
    }

    private static JsonArray places(List<Integer> places) {
        return JsonArray.of(places.stream().mapToInt(Integer::intValue).toArray());
    }
}
