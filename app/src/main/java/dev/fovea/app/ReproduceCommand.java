package dev.fovea.app;

import dev.fovea.recipe.Experiment;
import dev.fovea.recipe.Experiments;
import dev.fovea.recipe.Recipe;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains what the articles trained and writes the published figures beside ours.
@Command(
        name = "reproduce",
        description = {
            "Train the articles' networks and write docs/results.md: the published figures, and ours beside them.",
            "What is finished is not trained again, and what was interrupted goes on."
        },
        sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {
    private static final Path RUNS = Path.of("runs", "reproduce");
    private static final Path QUICK_RUNS = Path.of("runs", "reproduce-quick");
    private static final Path DOCS = Path.of("docs");

    private final Console console;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "Rows of the table, such as digits-bn; all if none is named.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "Only 20 steps of each training, with seed 1: shows that all of them run, and writes no table.")
    private boolean quick;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of the runs; else runs/reproduce.")
    private @Nullable Path runs;

    @Option(names = "--docs", paramLabel = "DIR", description = "Folder that gets results.md and results/; else docs.")
    private @Nullable Path docs;

    @Option(names = "--table", description = "Train nothing: write the table of what is finished.")
    private boolean tableOnly;

    @Mixin
    private DataOptions data;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    ReproduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Experiment> chosen = chosen();
        Path folder = console.path(runs != null ? runs : quick ? QUICK_RUNS : RUNS);
        ResultsTable table = new ResultsTable(folder, quick);
        for (Experiment experiment : tableOnly ? List.<Experiment>of() : chosen) {
            int code = reproduce(experiment, folder, table);
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        write(table);
        PrintStream people = console.people(common.json);
        chosen.forEach(experiment -> table.rows(experiment).forEach(row -> people.println(row.line())));
        if (common.json) {
            console.print(table.json(chosen));
        }
        return ExitCode.DONE;
    }

    private List<Experiment> chosen() {
        List<String> known = Experiments.all().stream().map(Experiment::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw CommandException.misused("no experiment is named " + id + Nearest.question(id, known)
                        + "; there are " + String.join(", ", known));
            }
        }
        return Experiments.all().stream()
                .filter(experiment -> ids.isEmpty() || ids.contains(experiment.id()))
                .toList();
    }

    private int reproduce(Experiment experiment, Path folder, ResultsTable table) {
        for (long seed : quick ? List.of(1L) : experiment.seeds()) {
            for (Recipe recipe : experiment.recipes()) {
                int code = train(recipe, seed, ResultsTable.run(folder, recipe, seed));
                if (code != ExitCode.DONE) {
                    return code;
                }
                write(table);
            }
        }
        if (!quick && !experiment.neighbours().isEmpty()) {
            new NeighbourBaseline(folder).measure(experiment, data, console, console.people(common.json));
        }
        return ExitCode.DONE;
    }

    private void write(ResultsTable table) {
        if (!quick) {
            table.write(console.path(docs == null ? DOCS : docs));
        }
    }

    /// One training by the command that a user would type.
    private int train(Recipe recipe, long seed, RunFolder folder) {
        PrintStream people = console.people(common.json);
        if (folder.result() != null) {
            people.println(recipe.id() + ", seed " + seed + ": finished before");
            return ExitCode.DONE;
        }
        List<String> words = new ArrayList<>(List.of("train"));
        if (folder.isRun()) {
            words.addAll(List.of("--resume", folder.toString()));
        } else {
            words.addAll(List.of(recipe.id(), "--seed", "" + seed, "--out", folder.toString()));
            if (quick) {
                words.addAll(List.of("--steps", "20"));
            }
        }
        if (!recipe.source().builtIn()) {
            if (data.data != null) {
                words.addAll(List.of("--data", data.data.toString()));
            }
            if (data.download) {
                words.add("--download");
            }
        }
        words.addAll(List.of("--threads", "" + threads.count()));
        if (common.debug) {
            words.add(Main.DEBUG);
        }
        people.println("./fovea " + String.join(" ", words));
        return Main.run(words.toArray(String[]::new), console.speaking(people));
    }
}
