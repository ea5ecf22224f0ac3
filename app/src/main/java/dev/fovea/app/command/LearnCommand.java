package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.SiteFolder;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.option.TestOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.io.FileProblem;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.learn.network.Insight;
import dev.fovea.learn.network.ScreenNetwork;
import dev.fovea.learn.server.LearnServer;
import dev.fovea.learn.site.Site;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.text.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Opens the site that shows how networks work.
@Command(
        name = "learn",
        description = "Open pages in the browser that show how a convolutional network works: examples with every"
                + " number, a trained network on one screen, learning in motion; in English and Chinese.",
        sortOptions = false)
public final class LearnCommand implements Callable<Integer> {
    static final String PREPARING = "Preparing the pages: some seconds.";

    private static final int MOST_PORT = 65_535;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN|FILE",
            description = "The network to look into: a run's folder or a checkpoint; a small one that reads digits,"
                    + " trained in seconds, if none is named.")
    private @Nullable Path run;

    @Option(names = "--port", paramLabel = "N", description = "Serve on this port; on any that is free if not given.")
    private int port;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the pages into this folder instead, where they open from disk; they then cannot ask"
                    + " the engine about pictures of your own.")
    private @Nullable Path out;

    @Mixin
    private TestOptions tests;

    @Mixin
    private CommonOptions common;

    public LearnCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Limits.between("--port", port, 0, MOST_PORT);
        PrintStream people = console.people(common.json);
        people.println(PREPARING);
        // Of the small network pictures are asked for one by one: too little work to share.
        try (Backend backend = Backends.open(run == null ? 1 : Runtime.getRuntime().availableProcessors())) {
            SiteSubject subject =
                    run == null ? SiteSubject.digits(backend) : loaded(console.path(run), backend, people);
            Site site = subject.site(out == null, backend);
            if (out == null) {
                return serve(site, subject.insight, people);
            }
            if (!subject.insight.isWhole()) {
                people.println(leftOut(subject.insight));
            }
            return SiteFolder.write(console.path(out), site.files(), console, common.json, people, "--out");
        }
    }

    /// What the pages look into.
    ///
    /// @param images of which some are shown
    record SiteSubject(Insight insight, Dataset images) {
        /// A small network that reads digits.
        static SiteSubject digits(Backend backend) {
            TrainTestSplit digits = Digits.load();
            return new SiteSubject(Insight.of(ScreenNetwork.trained(digits, backend)), digits.test());
        }

        /// @param live whether an engine will answer
        Site site(boolean live, Backend backend) {
            return Site.of(insight, images, live, ShowBatchNormCommand.amongAll(), backend);
        }
    }

    private SiteSubject loaded(Path given, Backend backend, PrintStream people) {
        Path file = Subjects.file(given);
        TestOptions.Choice choice = tests.choose(file, people);
        Model model = Model.load(file, backend, Layers.codec());
        return new SiteSubject(shown(model), tests.read(choice, model, console, people).test());
    }

    /// What files do not hold of a large network.
    static String leftOut(Insight insight) {
        return "The network computes " + Figures.count(insight.values()) + " values of a picture: the files hold small"
                + " versions\nof its maps, but neither whole maps nor what each number is made of; those are on the"
                + " page\nwithout --out.";
    }

    private static Insight shown(Model model) {
        try {
            return Insight.of(model);
        } catch (IllegalArgumentException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
    }

    private int serve(Site site, Insight insight, PrintStream people) throws InterruptedException {
        try (LearnServer server = LearnServer.start(site, insight, port)) {
            if (common.json) {
                console.print(JsonNodes.object().put("address", server.address()));
            }
            people.println("Open " + server.address() + " in a browser on this machine. Control-C ends it.");
            people.flush();
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandException.failed("cannot serve on port " + port + ": " + FileProblem.reason(e)
                    + "; name another --port, or none for any that is free");
        }
    }
}
