package dev.fovea.app;

import dev.fovea.data.NearestNeighbours;
import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.recipe.Experiment;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The accuracy of 3 nearest neighbours among the first training images, kept in a file for each number of them.
///
/// @param folder of the runs
record NeighbourBaseline(Path folder) {
    private static final int NEIGHBOURS = 3;

    /// Measures what is not measured yet.
    void measure(Experiment experiment, DataOptions data, Console console, PrintStream people) {
        TrainTestSplit split = null;
        for (int size : experiment.neighbours()) {
            if (accuracy(experiment, size) != null) {
                continue;
            }
            if (split == null) {
                split = data.load(experiment.recipes().getFirst().source(), console, people, null);
            }
            people.println("Comparing each test image with " + Figures.count(size) + " training images");
            double accuracy = NearestNeighbours.of(Subset.first(split.train(), size), NEIGHBOURS).accuracy(split.test());
            file(experiment, size).finish(Json.object().put("images", size).put("accuracy", accuracy));
        }
    }

    /// Null where it was not measured.
    @Nullable Double accuracy(Experiment experiment, int size) {
        JsonNode result = file(experiment, size).result();
        return result == null ? null : result.path("accuracy").asDouble();
    }

    private RunFolder file(Experiment experiment, int size) {
        return new RunFolder(folder.resolve(experiment.id() + "-neighbours-" + size));
    }
}
