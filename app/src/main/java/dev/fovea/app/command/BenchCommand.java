package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.backend.cpu.KernelBenchmark;
import dev.fovea.backend.cpu.KernelBenchmark.Figure;
import dev.fovea.backend.cpu.KernelBenchmark.Speed;
import dev.fovea.backend.cpu.KernelCase;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.lab.measure.Profile;
import dev.fovea.lab.measure.TrainingBenchmark;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.text.Figures;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Measures the kernels and whole training steps as shares of what the processor can do.
@Command(
        name = "bench",
        description = "Measure kernels and training steps as shares of this machine's peak.",
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {
    /// The recipes whose training steps are measured, with random images.
    private static final List<String> TRAINED = List.of("mnist-lenet-adam", "cifar-lenet-keras");

    private static final String STEP = "training step ";
    private static final int LEAST_ROUNDS = 20;
    private static final int LINE_ROUNDS = 5;

    private final Console console;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often to measure everything: ${DEFAULT-VALUE} if not given, which is the least.")
    private int rounds;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Measure only what has this in its name, such as conv, matmul, or training.")
    private String only;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--rounds", rounds, LEAST_ROUNDS);
        int count = threads.count();
        List<KernelCase> cases =
                KernelCase.standard().stream().filter(one -> one.name().contains(only)).toList();
        List<Recipe> recipes = TRAINED.stream()
                .filter(id -> (STEP + id).contains(only))
                .map(Recipes::named)
                .toList();
        if (cases.isEmpty() && recipes.isEmpty()) {
            throw CommandException.misused(
                    "nothing measured has " + only + " in its name: try conv, matmul or training");
        }
        KernelSet set = KernelSet.choose();
        PrintStream people = console.people(common.json);
        people.println("Measuring " + set.kernels().name() + " kernels, " + Figures.counted(count, "thread") + ", "
                + Figures.counted(rounds, "round"));
        if (!set.advice().isEmpty()) {
            people.println("Slow: " + set.advice());
        }
        KernelBenchmark.Report report = new KernelBenchmark(set, cases, count)
                .run(rounds, round -> progress(people, round));
        List<Speed> speeds = new ArrayList<>(report.kernels());
        for (Recipe recipe : recipes) {
            for (int n : count == 1 ? new int[] {1} : new int[] {1, count}) {
                people.println(STEP + recipe.id() + " on " + Figures.counted(n, "thread"));
                speeds.add(TrainingBenchmark.speed(STEP + recipe.id(), recipe, n, rounds, set));
            }
        }
        print(people, report, speeds);
        if (common.json) {
            console.print(json(set, report, speeds));
        }
        requirePossible(speeds);
        return ExitCode.DONE;
    }

    private void progress(PrintStream people, int round) {
        if (round > 0 && round % LINE_ROUNDS == 0) {
            people.println("kernels, round " + round + " of " + rounds);
        }
    }

    /// More than all is a fault of the measurement, where all that is counted is computed.
    public static void requirePossible(List<Speed> speeds) {
        for (Speed speed : speeds) {
            if (speed.direct() && speed.ofPeak().best() > 1) {
                throw CommandException.failed(String.format(
                        Locale.ROOT, "%s on %s reached %.3f of the peak, which cannot be: measure again on a"
                                + " machine that does nothing else",
                        speed.name(), Figures.counted(speed.threads(), "thread"), speed.ofPeak().best()));
            }
        }
    }

    private static void print(PrintStream people, KernelBenchmark.Report report, List<Speed> speeds) {
        people.printf(
                Locale.ROOT, "Peak: %.1f GFLOP/s on one thread, %.1f on all%n", report.oneThread().best(),
                report.allThreads().best());
        int width = speeds.stream().mapToInt(speed -> speed.name().length()).max().orElse(0);
        people.printf(Locale.ROOT, "%-" + width + "s  threads  GFLOP/s best  median  of peak best  median%n", "");
        for (Speed speed : speeds) {
            people.printf(
                    Locale.ROOT, "%-" + width + "s  %7d  %12.1f  %6.1f  %10.0f %%  %4.0f %%%n", speed.name(),
                    speed.threads(),
                    speed.gflops().best(), speed.gflops().median(), 100 * speed.ofPeak().best(),
                    100 * speed.ofPeak().median());
        }
        people.println("of peak, best: the fastest round against the highest peak of all rounds");
        people.println("of peak, median: each round against the peak measured beside it, the middle one;");
        people.println("    it can be above best where other work slows some rounds, and their peaks too");
        if (speeds.stream().anyMatch(speed -> !speed.direct() && speed.ofPeak().best() > 1)) {
            people.println(Profile.MORE_THAN_THE_PEAK);
        }
    }

    private static ObjectNode json(KernelSet set, KernelBenchmark.Report report, List<Speed> speeds) {
        ObjectNode json = JsonNodes.object().put("set", set.kernels().name());
        ObjectNode peak = json.putObject("peak");
        peak.set("oneThread", JsonNodes.number(report.oneThread().best()));
        peak.set("allThreads", JsonNodes.number(report.allThreads().best()));
        ArrayNode kernels = json.putArray("kernels");
        for (Speed speed : speeds) {
            ObjectNode kernel = kernels.addObject().put("name", speed.name()).put("threads", speed.threads())
                    .put("direct", speed.direct());
            kernel.set("gflops", json(speed.gflops()));
            kernel.set("ofPeak", json(speed.ofPeak()));
        }
        return json;
    }

    private static ObjectNode json(Figure figure) {
        ObjectNode json = JsonNodes.object();
        json.set("best", JsonNodes.number(figure.best()));
        json.set("median", JsonNodes.number(figure.median()));
        return json;
    }
}
