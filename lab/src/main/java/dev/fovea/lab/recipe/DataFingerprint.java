package dev.fovea.lab.recipe;

import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.CanonicalText;
import dev.fovea.json.Defaults;
import dev.fovea.json.Wording;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// What a recipe does with data, without the data: stand-ins go through its parts and its preprocessing.
final class DataFingerprint {
    /// As many as the largest data sets have.
    private static final int TRAIN = 60_000;

    private static final int TEST = 10_000;

    /// Images of which the preprocessing is made.
    private static final int FEW = 16;

    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final List<String> LABELS = IntStream.range(0, 10).mapToObj(String::valueOf).toList();

    private static final CanonicalText WORDS = CanonicalText.of(
            List.of(Wording.of(Preprocessing.class, DataFingerprint::text, "image", "fitting", "shape", "mean", "std",
                    "standardised")),
            Defaults.byType(List.of(Defaults.of(Preprocessing.of(Shape.of(1))))));

    private DataFingerprint() {}

    /// The source, which images of it train, watch and test, on how many the article measured, and the preprocessing.
    static String of(Recipe recipe) {
        Recipe.Parts parts = recipe.parts().apply(new TrainTestSplit(numbered(0, TRAIN), numbered(TRAIN, TEST)));
        Dataset watched = parts.watched();
        Preprocessing made = recipe.preprocessing().apply(noise(recipe.input()));
        return recipe.source().name()
                + "\ntrain " + numbers(parts.train())
                + "\nwatched " + (watched == null ? "none" : numbers(watched))
                + "\ntest " + numbers(parts.test()) + ", the first " + recipe.published().images()
                + "\n" + WORDS.of(made) + " " + Arrays.toString(made.mean()) + " " + Arrays.toString(made.std());
    }

    private static String text(Preprocessing made, CanonicalText words) {
        return "Preprocessing(" + words.of(made.shape())
                + (made.image().equals(made.shape()) ? "" : " of " + words.of(made.image()))
                + (made.fitting() == Fitting.CROP ? "" : ", " + made.fitting().id())
                + ", mean " + shown(made.mean()) + ", std " + shown(made.std())
                + (made.standardised() ? ", standardised" : "") + ")";
    }

    /// All of a few numbers, the count of many.
    private static String shown(float[] values) {
        return values.length <= 4 ? Arrays.toString(values) : values.length + " numbers";
    }

    /// How many images of the source, and which: a hash of their numbers in order.
    private static String numbers(Dataset part) {
        float[] number = new float[1];
        long hash = 0;
        for (int i = 0; i < part.size(); i++) {
            part.read(i, number, 0);
            hash = (hash + 1 + (long) number[0]) * FACTOR;
        }
        return part.size() + " " + Long.toHexString(hash);
    }

    /// Images of one value, their number in the source; a float holds it exactly.
    static Dataset numbered(int first, int size) {
        return new StandIn(Shape.of(1, 1, 1), size, (image, _) -> first + image);
    }

    /// A few images of the shape that the network sees, each value another one.
    static Dataset noise(Shape sample) {
        return new StandIn(sample, FEW, (image, i) -> ((image * sample.size() + i + 1) * FACTOR >>> 40) * 0x1p-24f);
    }

    /// The value of an image at a place.
    private interface Values {
        float at(int image, int i);
    }

    /// Images that are computed when they are read.
    private record StandIn(Shape sample, int size, Values values) implements Dataset {
        @Override
        public List<String> labels() {
            return LABELS;
        }

        @Override
        public int label(int index) {
            return index % LABELS.size();
        }

        @Override
        public void read(int index, float[] into, int offset) {
            Objects.checkIndex(index, size);
            for (int i = 0; i < sample.size(); i++) {
                into[offset + i] = values.at(index, i);
            }
        }
    }
}
