package dev.fovea.lab.results;

import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import dev.fovea.lab.classical.ClassicalMethod;
import dev.fovea.lab.recipe.Article;
import dev.fovea.lab.recipe.Experiment;
import dev.fovea.lab.recipe.Experiments;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.FolderLock;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunResult;
import dev.fovea.train.watch.CsvLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The page of results, made of the finished runs of a folder; those that are not there are taken from the page's own
/// results, so that no row is lost on a machine that trains but a few.
///
/// @param runs the folder of the runs
/// @param logs the folder `results` beside the page
/// @param quick whether seed 1 alone is meant
public record ResultsTable(Path runs, Path logs, boolean quick) {
    private static final String HEAD = """
            # Results

            Each row is a training: the accuracy that an article published, and ours beside it, on the test images \
            unless the
            notes below say otherwise. They also say which article it is, and what was filled in or mended. The \
            articles:

            %s
            - **ours** is the mean over the seeds 1, 2 and 3, all of which are shown; seed 1 alone where a training \
            takes
              over half an hour. The last weights count, and no figure is chosen by the test images.
            - **bar** is what we ask of that mean, or of the best seed where that is said: the published accuracy less \
            .002
              on MNIST and less .01 on CIFAR-10, unless the notes below say otherwise. It is judged once all runs are
              there. Rows without a bar have no published accuracy, repeat as printed what another row mends, or have
              one of another network: then the gain counts, of which the notes speak.
            - **images/s** and **time of a run** are of the training steps alone, the median of the runs, often beside \
            other
              work on the same processors: they are no benchmarks.
            - **commit**: the versions of Fovea that trained it, or finished what another had begun.

            `./fovea reproduce` makes this page: it trains what is missing, goes on where it stopped, and gives the same
            accuracies to the digit with the same kernels of the same commit; another version may add in another order.
            Kernels named without Winograd's algorithm are those of `FOVEA_JAVA_OPTS=-Dfovea.kernels=direct`.

            | id | published | ours | seeds | bar | images/s | time of a run | machine | kernels | commit | date |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    /// The folder of one training.
    public RunFolder run(Recipe recipe, long seed) {
        return new RunFolder(runs.resolve(recipe.id() + "-" + seed));
    }

    /// What is kept beside the page of an earlier training; null where there is nothing that fits.
    public @Nullable RunResult kept(Recipe recipe, long seed) {
        return fitting(RunFolder.result(logs.resolve(recipe.id() + "-" + seed + ".json")), recipe, seed);
    }

    private static @Nullable RunResult fitting(@Nullable RunResult result, Recipe recipe, long seed) {
        return result != null && ResultsRow.fits(result, recipe, seed) ? result : null;
    }

    /// What was made here; null where there is nothing that fits.
    private @Nullable RunResult made(Recipe recipe, long seed) {
        return fitting(run(recipe, seed).result(), recipe, seed);
    }

    /// The finished training of a seed, made here or kept from before; null where there is none that fits.
    private @Nullable RunResult result(Recipe recipe, long seed) {
        RunResult made = made(recipe, seed);
        return made == null ? kept(recipe, seed) : made;
    }

    public List<Long> seeds(Experiment experiment) {
        return quick ? List.of(1L) : experiment.seeds();
    }

    /// The finished trainings of each recipe of an experiment.
    public List<ResultsRow> rows(Experiment experiment) {
        List<ResultsRow> rows = new ArrayList<>();
        for (Recipe recipe : experiment.recipes()) {
            List<RunResult> results = new ArrayList<>();
            for (long seed : seeds(experiment)) {
                RunResult result = result(recipe, seed);
                if (result != null) {
                    results.add(result);
                }
            }
            rows.add(new ResultsRow(recipe, seeds(experiment), results));
        }
        return rows;
    }

    /// The row of a recipe.
    ///
    /// @param id of a recipe that is in the table
    ResultsRow row(String id) {
        return Experiments.named(List.of(id)).stream()
                .flatMap(experiment -> rows(experiment).stream())
                .filter(row -> row.recipe().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public ObjectNode json(List<Experiment> experiments) {
        ObjectNode json = JsonNodes.object();
        ArrayNode rows = json.putArray("rows");
        experiments.forEach(experiment -> rows(experiment).forEach(row -> rows.add(row.json())));
        return json;
    }

    /// Writes results.md and, beside it, the log and the result of each run.
    public void write() {
        Path docs = Objects.requireNonNull(logs.getParent());
        StringBuilder page = new StringBuilder(String.format(Locale.ROOT, HEAD, articles()));
        StringBuilder notes = new StringBuilder();
        try (FolderLock lock = new FolderLock()) {
            lock.await(logs, docs + " is being written by another command: wait until that ends");
            for (Experiment experiment : Experiments.all()) {
                copyLogs(experiment);
                for (ResultsRow row : rows(experiment)) {
                    page.append(row.markdown()).append('\n');
                }
                notes.append(ResultsNotes.of(experiment, new Comparison(this).sentence(experiment)));
            }
            page.append("\n## What was filled in or mended, and what comes out of it\n\n").append(notes);
            new DataSizeCurve(this).write(page);
            page.append("\n[results](results) holds a row for each epoch and the result of each run.\n");
            AtomicFile.write(docs.resolve("results.md"), page.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results into " + docs + ": " + FileProblem.reason(e), e);
        }
    }

    /// A numbered list: title, in English, by whom and where.
    private static String articles() {
        StringBuilder list = new StringBuilder();
        for (Article article : Article.values()) {
            list.append(article.number()).append(". ").append(article.title()).append("\n   “")
                    .append(article.english())
                    .append("”, ").append(article.origin())
                    .append(article.address() == null ? "" : ", <" + article.address() + ">").append('\n');
        }
        return list.toString();
    }

    private void copyLogs(Experiment experiment) throws IOException {
        for (Recipe recipe : experiment.recipes()) {
            for (long seed : seeds(experiment)) {
                if (made(recipe, seed) != null) {
                    RunFolder run = run(recipe, seed);
                    if (Files.exists(run.log())) {
                        CsvLog.copy(run.log(), logs.resolve(recipe.id() + "-" + seed + ".csv"));
                    }
                    copy(run.resultFile(), logs.resolve(recipe.id() + "-" + seed + ".json"));
                }
            }
        }
        for (ClassicalMethod method : ClassicalMethod.values()) {
            for (int size : experiment.compared()) {
                new ClassicalBaseline(this, method).copy(experiment, size);
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            AtomicFile.write(to, Files.readAllBytes(RegularFile.require(from)));
        }
    }
}
