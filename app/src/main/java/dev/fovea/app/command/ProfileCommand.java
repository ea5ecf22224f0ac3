package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.app.page.ProfileJson;
import dev.fovea.app.page.ProfileTable;
import dev.fovea.app.page.WrappedText;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.lab.measure.Profile;
import dev.fovea.lab.measure.RandomImages;
import dev.fovea.lab.measure.StepTimer;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.text.Figures;
import dev.fovea.train.Fit;
import dev.fovea.train.Profiler;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows where the time of a training step or of a prediction goes.
@Command(
        name = "profile",
        description = "Show where the time of a training step goes, or with --predict that of a"
                + " prediction, on random images and fresh weights.",
        sortOptions = false,
        footer = {
            "",
            "Columns, each a median over the rounds, so that rows need not add up exactly:",
            "  Step     layer and operation, as summary --plan names them",
            "  ms       milliseconds of the whole batch",
            "  %%        share of the whole step's time",
            "  GFLOP/s  2 × multiply-adds by definition / time; blank where there are none",
            "  peak     GFLOP/s as a share of what the processor can do, measured in the",
            "           same rounds on as many threads; Winograd's algorithm takes fewer",
            "           multiply-adds than the definition and may pass 100 %%",
            "  MB       the values that the operation reads and writes, each once",
            "  GB/s     that / time; above memory's speed it comes from the caches",
            "",
            "The optimizer's whole update comes last here, to be timed by itself; train",
            "updates large parameters beside steps of the backward pass.%n"
        })
public final class ProfileCommand implements Callable<Integer> {
    private static final String BY_PLAN = "plan";
    private static final String BY_TIME = "time";

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME|RUN|FILE",
            description = "A recipe's or an architecture's name, a run's folder, or a checkpoint; the newest run under"
                    + " runs/ if none is named.")
    private @Nullable String what;

    @Option(names = "--predict", description = "Profile a prediction instead of a training step.")
    private boolean predict;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images in a step; else as the recipe says, or 1 for an architecture.")
    private @Nullable Integer batch;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = BY_PLAN,
            description = "plan: as the steps run, or time: the longest first; ${DEFAULT-VALUE} if not given.")
    private String sort;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Show only the N steps and the N layers that take most time.")
    private @Nullable Integer top;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often to measure; else as often as five seconds hold, and at least 5 times.")
    private @Nullable Integer rounds;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    public ProfileCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.between("--batch", batch, 1, RunSettings.MOST_BATCH);
        Limits.atLeast("--rounds", rounds, 1);
        Limits.atLeast("--top", top, 1);
        if (!sort.equals(BY_PLAN) && !sort.equals(BY_TIME)) {
            throw CommandException.misused("--sort must be " + BY_PLAN + " or " + BY_TIME + ": got " + sort);
        }
        int count = threads.count();
        Subjects.Untrained subject = Subjects.of(console, what == null ? newest() : what);
        Fit fit = batch == null ? subject.fit() : subject.fit().batch(batch);
        PrintStream people = console.people(common.json);
        try (Backend backend = Backends.open(count)) {
            String title = (predict ? "Prediction" : "Training step") + " of " + subject.name() + " at batch "
                    + fit.batch() + ", " + backend.name() + " kernels, " + Figures.counted(count, "thread");
            WrappedText.of(title, ProfileTable.COLUMNS, "    ", WrappedText.WORDS).forEach(people::println);
            Profiler profiler = profiler(subject, fit, backend);
            Profile profile = new StepTimer(profiler, KernelSet.choose().probe(), count).run(rounds);
            ProfileTable table = new ProfileTable(
                    profile, predict ? "whole prediction" : "whole training step", sort.equals(BY_TIME),
                    top == null ? Integer.MAX_VALUE : top);
            print(people, backend, table);
            if (common.json) {
                console.print(ProfileJson.of(subject.name(), predict, fit.batch(), backend, table));
            }
        }
        return ExitCode.DONE;
    }

    private String newest() {
        return RunFolder.newest(Subjects.runs(console))
                .orElseThrow(() -> CommandException.failed(
                        "no run under runs/ yet: name a recipe or an architecture, see ./fovea recipes"))
                .path()
                .toAbsolutePath()
                .toString();
    }

    private Profiler profiler(Subjects.Untrained subject, Fit fit, Backend backend) {
        Network network = subject.network();
        Dataset images = RandomImages.of(network, fit.batch());
        Model model = Model.of(
                subject.name(), network, Preprocessing.of(network.input()), images.labels(), fit.seed(), backend,
                Layers.codec());
        return predict
                ? Profiler.prediction(model.subject(), images)
                : Profiler.training(model.subject(), fit, images);
    }

    private static void print(PrintStream people, Backend backend, ProfileTable table) {
        Profile profile = table.profile();
        if (!backend.advice().isEmpty()) {
            people.println("Slow: " + backend.advice());
        }
        profile.doubts().stream()
                .map(doubt -> WrappedText.of("Doubtful: " + doubt, ProfileTable.COLUMNS, "    ", WrappedText.WORDS))
                .flatMap(List::stream)
                .forEach(people::println);
        String each = profile.runs() == 1 ? "" : " of " + profile.runs() + " runs each";
        people.printf(
                Locale.ROOT, "Peak %.1f GFLOP/s; medians of %s%s%n%n", profile.peak(),
                Figures.counted(profile.rounds().size(), "round"), each);
        table.lines().forEach(people::println);
    }
}
