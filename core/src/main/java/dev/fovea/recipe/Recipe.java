package dev.fovea.recipe;

import dev.fovea.backend.Backend;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Source;
import dev.fovea.model.Model;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An experiment by name: data, network, training, and the figure that was published.
///
/// @param id as commands take it
/// @param title one line that says what it is
/// @param parts cuts the published data set into the images that train, validate and test
/// @param input the shape of one image
/// @param published what the article reports, in words; empty if nothing
/// @param notes what was filled in or mended, and why
public record Recipe(
        String id, String title, Source source, Function<TrainTestSplit, Parts> parts, Shape input, Layer layers, Fit fit,
        String published, List<String> notes) {
    public Recipe {
        notes = List.copyOf(notes);
    }

    /// The images of a recipe.
    ///
    /// @param validation watched during training; null where all images train
    public record Parts(Dataset train, @Nullable Dataset validation, Dataset test) {
        /// All training images train.
        public static Parts all(TrainTestSplit data) {
            return new Parts(data.train(), null, data.test());
        }
    }

    public Network network() {
        return new Network(input, layers);
    }

    /// A model of this recipe with fresh parameters.
    public Model model(Seed seed, List<String> labels, Backend backend) {
        return Model.of(id, network(), Preprocessing.of(input), labels, seed, backend, Layers.codec());
    }
}
