package dev.fovea.model;

import dev.fovea.nn.OutputKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What a network says of one image: a probability for each class.
///
/// @param labels the names of the classes
/// @param probabilities one for each class; they sum to 1 unless the network gives each class a probability of its own
public record Prediction(List<String> labels, List<Float> probabilities) {
    public Prediction {
        labels = List.copyOf(labels);
        probabilities = List.copyOf(probabilities);
        if (labels.size() != probabilities.size()) {
            throw new IllegalArgumentException("a prediction needs a probability for each of the " + labels.size()
                    + " classes: got " + probabilities.size());
        }
        for (int k = 0; k < labels.size(); k++) {
            if (!Float.isFinite(probabilities.get(k))) {
                throw new IllegalArgumentException(
                        "a prediction needs numbers: got " + probabilities.get(k) + " for " + labels.get(k));
            }
        }
    }

    /// A class and its probability.
    public record Ranked(String label, int index, float probability) {}

    /// The probabilities of a network's outputs: of logits by softmax, and else the outputs as they are.
    public static Prediction of(List<String> labels, float[] outputs, OutputKind kind) {
        return switch (kind) {
            case LOGITS -> ofLogits(labels, outputs);
            case PROBABILITIES, SEPARATE_PROBABILITIES ->
                new Prediction(labels, IntStream.range(0, outputs.length).mapToObj(k -> outputs[k]).toList());
        };
    }

    /// The probabilities of logits: eˣ / Σ eˣ, computed in double without overflow. Of infinite logits it is the limit:
    /// the greatest share 1.
    public static Prediction ofLogits(List<String> labels, float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double[] powers = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            powers[k] = logits[k] == greatest ? 1 : StrictMath.exp(logits[k] - greatest);
            sum += powers[k];
        }
        double total = sum;
        return new Prediction(
                labels, IntStream.range(0, logits.length).mapToObj(k -> (float) (powers[k] / total)).toList());
    }

    /// The `count` most probable classes, the most probable first; of equals the first class.
    public List<Ranked> top(int count) {
        return IntStream.range(0, labels.size())
                .mapToObj(k -> new Ranked(labels.get(k), k, probabilities.get(k)))
                .sorted(Comparator.comparingDouble(ranked -> -ranked.probability()))
                .limit(count)
                .toList();
    }

    /// The most probable class.
    public String label() {
        return top(1).getFirst().label();
    }

    /// The index of the most probable class.
    public int index() {
        return top(1).getFirst().index();
    }

    /// The probability of the most probable class.
    public float probability() {
        return top(1).getFirst().probability();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%.1f %%)", label(), 100 * probability());
    }
}
