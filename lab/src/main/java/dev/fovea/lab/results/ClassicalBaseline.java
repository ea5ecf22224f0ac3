package dev.fovea.lab.results;

import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Source;
import dev.fovea.lab.classical.ClassicalMethod;
import dev.fovea.lab.recipe.Experiment;
import dev.fovea.lab.run.Baseline;
import dev.fovea.lab.run.FolderLock;
import dev.fovea.lab.run.JsonFile;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.text.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The accuracy of a method without a network that learns from the first training images, kept in a file for each
/// number of them.
///
/// @param table whose runs it belongs to
public record ClassicalBaseline(ResultsTable table, ClassicalMethod method) {
    private static final String NEIGHBOURS = "neighbours";

    /// Measures what is not measured yet.
    ///
    /// @param data reads the data set of the experiment
    /// @param say tells people what is measured
    public void measure(Experiment experiment, Supplier<TrainTestSplit> data, Consumer<String> say) {
        TrainTestSplit split = null;
        for (int size : experiment.compared()) {
            if (accuracy(made(experiment, size), experiment, size) != null) {
                continue;
            }
            if (split == null) {
                split = data.get();
            }
            say.accept(method.title() + ": learning from " + Figures.count(size) + " images");
            RunFolder file = file(experiment, size);
            try (FolderLock lock = new FolderLock()) {
                lock.take(file.path(),
                        file + " is being measured by another process: wait until that ends, or choose another folder");
                double accuracy = method.accuracy(Subset.first(split.train(), size), split.test());
                ObjectNode json = JsonNodes.object().put("source", source(experiment).name());
                if (method == ClassicalMethod.NEIGHBOURS) {
                    json.put(NEIGHBOURS, Baseline.NEIGHBOURS);
                } else {
                    json.put("method", method.settings());
                }
                JsonFile.write(file.resultFile(), json.put("images", size).put("accuracy", accuracy));
            }
        }
    }

    /// Null where it was never measured as it is today.
    @Nullable Double accuracy(Experiment experiment, int size) {
        Double here = accuracy(made(experiment, size), experiment, size);
        return here != null ? here : accuracy(RunFolder.json(kept(experiment, size)), experiment, size);
    }

    /// What was measured here; null where nothing was.
    private @Nullable JsonNode made(Experiment experiment, int size) {
        return RunFolder.json(file(experiment, size).resultFile());
    }

    /// What a file says; null where it is of other images or another method.
    private @Nullable Double accuracy(@Nullable JsonNode result, Experiment experiment, int size) {
        if (result == null) {
            return null;
        }
        boolean fits = result.path("images").asInt(-1) == size
                && isOfMethod(result)
                && result.path("source").asString(source(experiment).name()).equals(source(experiment).name())
                && result.path("accuracy").isNumber();
        return fits ? result.path("accuracy").asDouble() : null;
    }

    /// Files of neighbours from before they said how many tell nothing of it.
    private boolean isOfMethod(JsonNode result) {
        return method == ClassicalMethod.NEIGHBOURS
                ? result.path(NEIGHBOURS).asInt(Baseline.NEIGHBOURS) == Baseline.NEIGHBOURS
                : result.path("method").asString("").equals(method.settings());
    }

    private static Source source(Experiment experiment) {
        return experiment.recipes().getFirst().source();
    }

    /// Keeps what was measured beside the page.
    void copy(Experiment experiment, int size) throws IOException {
        RunFolder file = file(experiment, size);
        if (accuracy(made(experiment, size), experiment, size) != null) {
            ResultsTable.copy(file.resultFile(), kept(experiment, size));
        }
    }

    private RunFolder file(Experiment experiment, int size) {
        return new RunFolder(table.runs().resolve(name(experiment, size)));
    }

    private Path kept(Experiment experiment, int size) {
        return table.logs().resolve(name(experiment, size) + ".json");
    }

    private String name(Experiment experiment, int size) {
        return experiment.id() + "-" + method.id() + "-" + size;
    }
}
