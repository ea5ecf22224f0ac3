package dev.fovea.lab.recipe;

import dev.fovea.backend.Backend;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Source;
import dev.fovea.json.CanonicalText;
import dev.fovea.model.Model;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import dev.fovea.train.TrainingText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An experiment by name: data, network, training, and the figure that was published.
///
/// @param id as commands take it
/// @param title what it is, in at most 49 letters, so that a list of recipes has a line for each
/// @param parts cuts the published data set into the images that train, validate and test
/// @param input the shape of what the network sees
/// @param preprocessing made of the training images
/// @param published what the article reports
/// @param scalars what its curves are called, and how often they have a point
/// @param notes what was filled in or mended, and why
public record Recipe(
        String id,
        String title,
        Source source,
        Function<TrainTestSplit, Parts> parts,
        Shape input,
        Function<Dataset, Preprocessing> preprocessing,
        Layer layers,
        Fit fit,
        Published published,
        Scalars scalars,
        List<String> notes) {
    public Recipe {
        notes = List.copyOf(notes);
    }

    /// The images of a recipe.
    ///
    /// @param watched measured after each epoch, to see how it goes; null for none
    public record Parts(Dataset train, @Nullable Dataset watched, Dataset test) {
        /// All training images train.
        public static Parts all(TrainTestSplit data) {
            return new Parts(data.train(), null, data.test());
        }

        /// All training images train, and the test images are measured after each epoch. Nothing is chosen by them.
        public static Parts watchingTest(TrainTestSplit data) {
            return new Parts(data.train(), data.test(), data.test());
        }
    }

    /// The names of a training's curves.
    ///
    /// @param loss of the batches
    /// @param accuracy of the batches
    /// @param watched the accuracy on the images that are measured after each epoch
    /// @param everySteps steps from one point to the next, after one at step 1
    public record Scalars(String loss, String accuracy, String watched, int everySteps) {
        static final Scalars USUAL = new Scalars("loss", "accuracy", "validation/accuracy", 10);
    }

    /// All images train, values from 0 to 1, nothing published.
    public static Recipe of(String id, String title, Source source, Shape input, Layer layers, Fit fit) {
        return new Recipe(
                id, title, source, Parts::all, input, _ -> Preprocessing.of(input), layers, fit, Published.nothing(),
                Scalars.USUAL, List.of());
    }

    public Recipe named(String id, String title) {
        return with(draft -> {
            draft.id = id;
            draft.title = title;
        });
    }

    public Recipe parts(Function<TrainTestSplit, Parts> parts) {
        return with(draft -> draft.parts = parts);
    }

    public Recipe preprocessing(Function<Dataset, Preprocessing> preprocessing) {
        return with(draft -> draft.preprocessing = preprocessing);
    }

    public Recipe fit(Fit fit) {
        return with(draft -> draft.fit = fit);
    }

    public Recipe published(Published published) {
        return with(draft -> draft.published = published);
    }

    public Recipe scalars(String loss, String accuracy, String watched, int everySteps) {
        return with(draft -> draft.scalars = new Scalars(loss, accuracy, watched, everySteps));
    }

    /// With these notes and no others: not every note of a recipe is true of those that are derived from it.
    public Recipe notes(String... notes) {
        return with(draft -> draft.notes = List.of(notes));
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        String id = id();
        String title = title();
        Function<TrainTestSplit, Parts> parts = parts();
        Function<Dataset, Preprocessing> preprocessing = preprocessing();
        Fit fit = fit();
        Published published = published();
        Scalars scalars = scalars();
        List<String> notes = notes();

        Recipe recipe() {
            return new Recipe(
                    id, title, source, parts, input, preprocessing, layers, fit, published, scalars, notes);
        }
    }

    private Recipe with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.recipe();
    }

    /// A fingerprint of what decides the numbers whatever the seed: input, layers and training. Results of other
    /// fingerprints are of another recipe, even under this name. A setting that comes later, with its default,
    /// changes none.
    public String digest() {
        return digest(description());
    }

    /// A fingerprint of the data, as [#digest] is of the rest: the source, which of its images train, watch and test,
    /// and the preprocessing.
    public String dataDigest() {
        return digest(DataFingerprint.of(this));
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String description() {
        CanonicalText words = NetworkText.words().and(TrainingText.words());
        return words.of(input) + "\n" + words.of(layers) + "\n" + words.of(fit.seed(Seed.of(0)));
    }

    public Network network() {
        return new Network(input, layers);
    }

    /// A model of this recipe with fresh parameters.
    ///
    /// @param train the images that will train it
    public Model model(Seed seed, Dataset train, Backend backend) {
        return Model.of(id, network(), preprocessing.apply(train), train.labels(), seed, backend, Layers.codec());
    }
}
