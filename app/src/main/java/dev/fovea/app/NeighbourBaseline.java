package dev.fovea.app;

import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.recipe.Experiment;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The accuracy of nearest neighbours among the first training images, kept in a file for each number of them.
///
/// @param table whose runs it belongs to
record NeighbourBaseline(ResultsTable table) {
    /// Measures what is not measured yet.
    void measure(Experiment experiment, DataOptions data, Console console, PrintStream people) {
        TrainTestSplit split = null;
        for (int size : experiment.neighbours()) {
            if (file(experiment, size).result() != null) {
                continue;
            }
            if (split == null) {
                split = data.load(experiment.recipes().getFirst().source(), console, people, null);
            }
            people.println("Comparing each test image with " + Figures.count(size) + " training images");
            RunFolder file = file(experiment, size);
            try (FolderLock lock = new FolderLock()) {
                lock.take(file.path(), file + " is being measured by another process: wait until that ends, or choose another folder");
                double accuracy = Baseline.accuracy(Subset.first(split.train(), size), split.test());
                file.finish(Json.object().put("images", size).put("accuracy", accuracy));
            }
        }
    }

    /// Null where it was never measured.
    @Nullable Double accuracy(Experiment experiment, int size) {
        JsonNode here = file(experiment, size).result();
        JsonNode result = here != null ? here : RunFolder.json(kept(experiment, size));
        return result == null ? null : result.path("accuracy").asDouble();
    }

    /// Keeps what was measured beside the page.
    void copy(Experiment experiment, int size) throws IOException {
        ResultsTable.copy(file(experiment, size).resultFile(), kept(experiment, size));
    }

    private RunFolder file(Experiment experiment, int size) {
        return new RunFolder(table.runs().resolve(name(experiment, size)));
    }

    private Path kept(Experiment experiment, int size) {
        return table.logs().resolve(name(experiment, size) + ".json");
    }

    private static String name(Experiment experiment, int size) {
        return experiment.id() + "-neighbours-" + size;
    }
}
