package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Commands;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.DataOptions;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.data.source.Source;
import dev.fovea.lab.classical.ClassicalMethod;
import dev.fovea.lab.recipe.Experiment;
import dev.fovea.lab.recipe.Experiments;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.results.ClassicalBaseline;
import dev.fovea.lab.results.ResultsRow;
import dev.fovea.lab.results.ResultsTable;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunResult;
import dev.fovea.text.Figures;
import dev.fovea.text.Nearest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "What is finished is not trained again, and what was interrupted goes on. The page and docs/results/ in the"
                    + " folder where you are get replaced; --docs names another folder for them."
        },
        sortOptions = false)
public final class ReproduceCommand implements Callable<Integer> {
    private static final Path RUNS = RunFolder.RUNS.resolve("reproduce");
    private static final Path QUICK_RUNS = RunFolder.RUNS.resolve("reproduce-quick");
    private static final Path DOCS = Path.of("docs");

    private final Console console;
    private final Commands commands;

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            description = "Rows of the table; all if none is named. Some bring those that they are compared with:"
                    + " digits-bn also digits-bn-held-out, data-size all its sizes.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--quick",
            description =
                    "Only 20 steps of each training, with seed 1: shows that all of them run, and writes no table.")
    private boolean quick;

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of the runs; else runs/reproduce.")
    private @Nullable Path runs;

    @Option(names = "--docs", paramLabel = "DIR",
            description = "Folder that results.md and results/ are written into; else docs.")
    private @Nullable Path docs;

    @Option(names = "--table", description = "Train nothing: write the table of what is finished.")
    private boolean tableOnly;

    @Mixin
    private DataOptions data;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    /// @param commands runs a command by its words
    public ReproduceCommand(Console console, Commands commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        requireSense();
        List<Experiment> chosen = chosen();
        Path page = console.path(docs == null ? DOCS : docs).toAbsolutePath();
        ResultsTable table = new ResultsTable(folder(), page.resolve("results"), quick);
        for (Experiment experiment : tableOnly ? List.<Experiment>of() : chosen) {
            int code = reproduce(experiment, table);
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        if (!quick) {
            table.write();
        }
        PrintStream people = console.people(common.json);
        chosen.forEach(experiment -> table.rows(experiment).forEach(row -> people.println(row.line())));
        if (common.json) {
            console.print(table.json(chosen));
        }
        return ExitCode.DONE;
    }

    /// A quick look leaves nothing behind that could be taken for a result, and is made anew each time.
    private Path folder() {
        if (runs != null || !quick) {
            return console.path(runs == null ? RUNS : runs);
        }
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        return new RunFolder(console.path(QUICK_RUNS.resolve(time))).claimed().path();
    }

    private void requireSense() {
        if (quick && (tableOnly || docs != null)) {
            throw CommandException.misused("--quick writes no table: got " + (tableOnly ? "--table" : "--docs")
                    + " too; leave one out");
        }
        if (tableOnly && (data.data != null || data.download || threads.threads != null)) {
            throw CommandException.misused("--table trains nothing: got an option for training too; leave one out");
        }
    }

    private List<Experiment> chosen() {
        List<String> known = Experiments.ids();
        for (String id : ids) {
            if (Recipes.ids().contains(id) && !known.contains(id)) {
                throw CommandException.misused(id + " is a recipe without a row in the table: ./fovea train " + id
                        + " trains it");
            }
            if (!known.contains(id)) {
                throw CommandException.misused("no row of the table is named " + id + Nearest.question(id, known)
                        + "; there are " + String.join(", ", known));
            }
        }
        return ids.isEmpty() ? Experiments.all() : Experiments.named(ids);
    }

    private int reproduce(Experiment experiment, ResultsTable table) {
        for (long seed : table.seeds(experiment)) {
            for (Recipe recipe : experiment.recipes()) {
                int code = train(recipe, seed, table);
                if (code != ExitCode.DONE) {
                    return code;
                }
            }
        }
        if (!quick && !experiment.compared().isEmpty()) {
            PrintStream people = console.people(common.json);
            Source source = experiment.recipes().getFirst().source();
            for (ClassicalMethod method : ClassicalMethod.values()) {
                new ClassicalBaseline(table, method)
                        .measure(experiment, () -> data.load(source, console, people, null), people::println);
            }
        }
        return ExitCode.DONE;
    }

    /// One training, unless it is finished.
    private int train(Recipe recipe, long seed, ResultsTable table) {
        PrintStream people = console.people(common.json);
        RunFolder folder = table.run(recipe, seed);
        RunResult finished = folder.result();
        if (finished != null && !ResultsRow.fits(finished, recipe, seed)) {
            throw CommandException.failed(
                    folder + " holds the result of another training than " + recipe.id() + ", seed "
                    + seed + ", as it is today: delete the folder to train anew, or choose another --runs");
        }
        if (finished != null) {
            people.println(recipe.id() + ", seed " + seed + ": finished before");
            return ExitCode.DONE;
        }
        RunResult kept = table.kept(recipe, seed);
        int code = run(recipe, seed, folder);
        RunResult result = folder.result();
        if (code == ExitCode.DONE && result != null && !quick) {
            if (kept != null) {
                people.println(compared(kept, result));
            }
            table.write();
        }
        return code;
    }

    /// Whether a training came out as it did where the page was made.
    private static String compared(RunResult kept, RunResult result) {
        if (!kept.kernels().equals(result.kernels()) || !kept.settings().equals(result.settings())) {
            return "The page's result was made with other kernels or settings: equal digits are not to be expected.";
        }
        long before = right(kept);
        long now = right(result);
        return before == now
                ? "The same to the digit as on the page: " + Figures.count(now) + " right."
                : "The page has " + Figures.count(before) + " right: got " + Figures.count(now)
                        + (kept.commit().equals(result.commit())
                                ? "."
                                : ". Another version made it, which may add in another order.");
    }

    /// Test images.
    private static long right(RunResult result) {
        return result.measured() == null ? 0 : result.measured().test().correct();
    }

    /// By the command that a user would type.
    private int run(Recipe recipe, long seed, RunFolder folder) {
        PrintStream people = console.people(common.json);
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
            words.add(Console.DEBUG);
        }
        people.println("./fovea " + String.join(" ", words));
        return commands.run(words.toArray(String[]::new), console.speaking(people));
    }
}
