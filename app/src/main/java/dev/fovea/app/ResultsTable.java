package dev.fovea.app;

import dev.fovea.recipe.Experiment;
import dev.fovea.recipe.Experiments;
import dev.fovea.recipe.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The page of results, made of the finished runs of a folder.
///
/// @param folder of the runs
/// @param quick whether the runs were cut short on purpose
record ResultsTable(Path folder, boolean quick) {
    private static final String HEAD = """
            # Results

            Each row is a training of the articles: the figure that was published, and ours beside it. A recipe never
            chooses by the test images; the figure is the mean over the seeds, all of which are shown, and the last
            weights count. `./fovea reproduce` makes this page: it trains what is missing, goes on where it stopped, and
            gives the same accuracies to the digit on the same kernels. Times are those of the training steps alone; the
            bar is what the rules demand of the mean, or of the best seed where that is said.

            | id | published | ours | seeds | bar | images/s | time of a run | machine | kernels | commit | date |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    /// The folder of one training.
    static RunFolder run(Path folder, Recipe recipe, long seed) {
        return new RunFolder(folder.resolve(recipe.id() + "-" + seed));
    }

    /// The finished trainings of each recipe of an experiment; recipes without any are left out.
    List<ResultsRow> rows(Experiment experiment) {
        List<ResultsRow> rows = new ArrayList<>();
        for (Recipe recipe : experiment.recipes()) {
            List<RunFolder> runs = (quick ? List.of(1L) : experiment.seeds())
                    .stream().map(seed -> run(folder, recipe, seed)).filter(run -> run.result() != null).toList();
            if (!runs.isEmpty()) {
                rows.add(ResultsRow.of(recipe, runs));
            }
        }
        return rows;
    }

    ObjectNode json(List<Experiment> experiments) {
        ObjectNode json = Json.object();
        ArrayNode rows = json.putArray("rows");
        experiments.forEach(experiment -> rows(experiment).forEach(row -> rows.add(row.json())));
        return json;
    }

    /// Writes results.md and, in results/, the log and the result of each run.
    void write(Path docs) {
        Path logs = docs.resolve("results");
        StringBuilder page = new StringBuilder(HEAD);
        List<String> notes = new ArrayList<>();
        try {
            Files.createDirectories(logs);
            for (Experiment experiment : Experiments.all()) {
                for (ResultsRow row : rows(experiment)) {
                    page.append(row.markdown()).append('\n');
                    notes.add(row.notes());
                    row.copyLogs(logs);
                }
            }
            page.append("\n## What was filled in or mended\n\n");
            notes.stream().filter(note -> !note.isEmpty()).forEach(page::append);
            new DataSizeCurve(this).write(page, logs);
            page.append("\n[results](results) holds a row for each epoch and the result of each run.\n");
            Path part = docs.resolve("results.md.part");
            Files.writeString(part, page);
            Files.move(part, docs.resolve("results.md"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results into " + docs + ": " + RunFolder.reason(e), e);
        }
    }
}
