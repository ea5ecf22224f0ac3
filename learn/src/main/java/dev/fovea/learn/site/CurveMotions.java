package dev.fovea.learn.site;

import dev.fovea.explain.example.ActivationCurves;
import dev.fovea.explain.example.Descent;
import dev.fovea.explain.example.SeriesPattern;
import dev.fovea.explain.example.SoftmaxLoss;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Points that move along curves, and bars that grow.
record CurveMotions(MotionJson json) {
    List<Motion> activation(ActivationCurves activation) {
        return List.of(new Motion("", "activation", JsonObject.builder()
                .put("xs", MotionJson.numbers(activation.xs()))
                .put("curves", JsonArray.of(activation.curves(), curve -> JsonObject.builder()
                        .put("name", curve.name())
                        .put("values", MotionJson.numbers(curve.values()))
                        .put("slopes", MotionJson.numbers(curve.slopes()))
                        .build()))
                .build()));
    }

    List<Motion> softmax(SoftmaxLoss softmax) {
        SoftmaxLoss.Answer answer = softmax.answer();
        return List.of(new Motion("", "softmax", JsonObject.builder()
                .put("classes", JsonArray.of(softmax.classes(), json::both))
                .put("label", answer.label())
                .put("logits", MotionJson.numbers(answer.logits()))
                .put("powers", MotionJson.numbers(answer.powers()))
                .put("total", JsonNumber.of(answer.total()))
                .put("probabilities", MotionJson.numbers(answer.probabilities()))
                .put("oneHot", MotionJson.numbers(answer.oneHot()))
                .put("loss", JsonNumber.of(answer.loss()))
                .put("gradient", MotionJson.numbers(answer.gradient()))
                .put("moved", MotionJson.numbers(answer.moved()))
                .put("after", MotionJson.numbers(answer.after()))
                .build()));
    }

    List<Motion> descent(Descent descent) {
        JsonArray points = points(descent.xs(), descent.ys());
        JsonArray bowl = JsonArray.of(descent.bowl(), level -> points(level.weights(), level.biases()));
        List<JsonObject> choices = new ArrayList<>();
        // The right one first: it is what most rates are chosen to be like.
        for (int i : new int[] {1, 0, 2}) {
            Descent.Run run = descent.runs().get(i);
            choices.add(JsonObject.builder()
                    .put("name", json.both("α = " + JsonNumber.of(run.rate()).literal().replaceFirst("^0", "")))
                    .put("rate", JsonNumber.of(run.rate()))
                    .put("points", points)
                    .put("bowl", bowl)
                    .put("path", JsonArray.of(run.points(), point -> MotionJson.numbers(
                            point.weight(), point.bias(), point.loss())))
                    .build());
        }
        return List.of(new Motion("", "descent", MotionJson.choices(choices)));
    }

    List<Motion> series(SeriesPattern series) {
        List<JsonObject> choices = new ArrayList<>();
        for (int i = 0; i < series.shown().size(); i++) {
            SeriesPattern.Shown shown = series.shown().get(i);
            choices.add(JsonObject.builder()
                    .put("name", json.both(Integer.toString(i + 1)))
                    .put("series", MotionJson.numbers(shown.series().values()))
                    .put("kernels", MotionJson.numbers(series.kernels().getLast()))
                    .put("responses", MotionJson.numbers(shown.responses()))
                    .put("best", new JsonArray(IntStream.range(0, shown.responses().shape().dim(0))
                            .mapToObj(filter -> (Json) JsonNumber.of(shown.best(filter)))
                            .toList()))
                    .put("says", json.both(shown.prediction().label()))
                    .build());
        }
        return List.of(new Motion("", "series", MotionJson.choices(choices)));
    }

    private static JsonArray points(List<Float> xs, List<Float> ys) {
        return JsonArray.of(
                IntStream.range(0, xs.size()).boxed().toList(), i -> MotionJson.numbers(xs.get(i), ys.get(i)));
    }
}
