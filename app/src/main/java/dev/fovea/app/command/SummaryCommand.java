package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.DrawingOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.page.GraphJson;
import dev.fovea.app.page.GraphTable;
import dev.fovea.app.page.PlannedGraph;
import dev.fovea.app.page.WeightsTable;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Layout;
import dev.fovea.backend.MemoryPlan;
import dev.fovea.backend.Store;
import dev.fovea.formats.weights.Weights;
import dev.fovea.lab.measure.Trial;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.nn.LayerWindow;
import dev.fovea.nn.Network;
import dev.fovea.nn.Summary;
import dev.fovea.text.Figures;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints the layers of a network, and the memory that its training takes.
@Command(name = "summary", description = "Print a network's layers, their size, and what its training takes; draw it.",
        sortOptions = false)
public final class SummaryCommand implements Callable<Integer> {
    private static final String PREDICTION = "prediction";
    private static final String TRAINING = "training";

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "NAME|RUN|FILE",
            description = "A recipe's or an architecture's name, a run's folder, a checkpoint, a network that Keras"
                    + " saved (.keras, .h5), or a file of weights of others: .safetensors, .pth.")
    private String what;

    @Option(
            names = "--memory",
            description = "Print what each output holds, and the weights without biases, instead of multiply-adds.")
    private boolean memory;

    @Option(
            names = "--try",
            description = "Train one step and predict once on random images; print the time and the heap it took,"
                    + " garbage included.")
    private boolean attempt;

    @Option(names = "--plan", description = "Print the training's memory plan: buffers, life, offsets.")
    private boolean plan;

    @Option(
            names = "--graph",
            description = "Print what a prediction and a training step run, step by step: what was fused, which kernel"
                    + " computes it, where the output lies.")
    private boolean graph;

    @Option(
            names = "--only",
            paramLabel = "PLAN",
            description = "With --graph: the plan of the prediction or of the training alone.")
    private @Nullable String only;

    @Option(names = "--batch", paramLabel = "N",
            description = "Batch of the training and of the plans; else as the recipe says, or 1 for an architecture.")
    private @Nullable Integer batch;

    @Mixin
    private DrawingOptions drawing;

    @Mixin
    private CommonOptions common;

    public SummaryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.between("--batch", batch, 1, RunSettings.MOST_BATCH);
        drawing.check();
        checkOnly();
        Optional<Path> weights = Subjects.weights(console, what);
        if (weights.isPresent()) {
            return tensors(weights.get());
        }
        Subjects.Untrained subject = Subjects.of(console, what);
        Optional<Path> drawn = Optional.ofNullable(drawing.write(console, subject));
        Fit fit = batch == null ? subject.fit() : subject.fit().batch(batch);
        Network network = subject.network();
        Summary summary = network.summary(subject.name());
        Training training = Training.of(network, fit);
        Optional<Architecture.Published> published = Optional.ofNullable(subject.published());
        if (common.json) {
            ObjectNode json = json(summary, training);
            published.ifPresent(known -> json.set("published", json(known)));
            if (attempt) {
                json.set("tried", Trial.of(subject.name(), network, fit).json());
            }
            if (graph) {
                json.set("graph", GraphJson.of(graphs(network, fit, only)));
            }
            drawn.ifPresent(file -> json.put("drawing", file.toString()));
            console.print(json);
        } else {
            print(summary, published, training);
            if (graph) {
                console.out().println();
                GraphTable.lines(graphs(network, fit, only)).forEach(console.out()::println);
            }
            if (attempt) {
                Trial.of(subject.name(), network, fit).print(console.out());
            }
            drawn.ifPresent(file -> console.out().println("Drawn in " + file));
        }
        return ExitCode.DONE;
    }

    /// Tensors alone, of which only their table can be printed.
    private int tensors(Path file) {
        if (memory || attempt || plan || graph || batch != null || drawing.isDrawn()) {
            throw CommandException.misused(what + " holds tensors and no network: expected no option but --json");
        }
        try (Weights weights = Weights.read(file)) {
            if (common.json) {
                console.print(WeightsTable.json(what, weights));
            } else {
                WeightsTable.lines(what, weights).forEach(console.out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private void checkOnly() {
        if (only == null) {
            return;
        }
        if (!only.equals(PREDICTION) && !only.equals(TRAINING)) {
            throw CommandException.misused("--only must be " + PREDICTION + " or " + TRAINING + ": got " + only);
        }
        if (!graph) {
            throw CommandException.misused("--only goes with --graph, which prints the plans");
        }
    }

    /// A prediction is shorter, and comes first.
    private static List<PlannedGraph> graphs(Network network, Fit fit, @Nullable String only) {
        Store store = store(network);
        List<PlannedGraph> graphs = new ArrayList<>();
        try (Backend backend = Backends.open(Runtime.getRuntime().availableProcessors())) {
            if (!TRAINING.equals(only)) {
                Executable prediction = backend.compile(network.inference(), store, fit.batch());
                graphs.add(planned("prediction", fit.batch(), "", backend, prediction, store));
            }
            if (!PREDICTION.equals(only)) {
                Executable training = backend.compile(network.training(fit.loss(), _ -> true), store, fit.batch());
                String optimizer = fit.optimizer().getClass().getSimpleName();
                graphs.add(planned("training step", fit.batch(), optimizer, backend, training, store));
            }
        }
        return graphs;
    }

    private static PlannedGraph planned(
            String of, int batch, String update, Backend backend, Executable executable, Store store) {
        return new PlannedGraph(
                of, batch, update, backend.name(), executable.graph(batch), 4 * executable.memory().arena(),
                4 * store.parameters().size());
    }

    private static Store store(Network network) {
        return new Store(Layout.of(network.parameters().shapes()), Layout.of(network.states().shapes()));
    }

    /// What a training takes.
    ///
    /// @param bytes of everything: arena, workspace, parameters, gradients, slots and states
    private record Training(Fit fit, MemoryPlan plan, long bytes) {
        static Training of(Network network, Fit fit) {
            Store store = store(network);
            MemoryPlan plan;
            try (Backend backend = Backends.open(Runtime.getRuntime().availableProcessors())) {
                plan = backend.compile(network.training(fit.loss(), _ -> true), store, fit.batch()).memory();
            }
            long perParameter = 2L + fit.optimizer().slots().size();
            long numbers = perParameter * store.parameters().length() + store.states().length();
            return new Training(fit, plan, plan.bytes() + 4 * numbers);
        }
    }

    private void print(Summary summary, Optional<Architecture.Published> published, Training training) {
        PrintStream out = console.out();
        out.print(memory ? summary.memory() : summary);
        published.ifPresent(known -> out.println("Published: " + Figures.count(known.parameters()) + " parameters"
                + (known.multiplyAdds() == null
                        ? ""
                        : ", " + known.multiplyAdds() + " billion multiply-adds") + "\n    ("
                + known.source() + ")"));
        out.println("Training at batch " + training.fit().batch() + ": " + Figures.megabytes(training.bytes())
                + " of memory, of which\n    " + Figures.megabytes(training.plan().bytes())
                + " are the arena, workspace and tables");
        if (plan) {
            printPlan(out, training.plan());
        }
    }

    private static ObjectNode json(Architecture.Published published) {
        ObjectNode json = JsonNodes.object().put("parameters", published.parameters());
        BigDecimal multiplyAdds = published.multiplyAdds();
        if (multiplyAdds != null) {
            json.put("billionMultiplyAdds", multiplyAdds);
        }
        return json.put("source", published.source());
    }

    private static void printPlan(PrintStream out, MemoryPlan memory) {
        int width = memory.buffers().stream().mapToInt(buffer -> shown(buffer).length()).max().orElse(0);
        String row = "%-" + Math.max(width, "Buffer".length()) + "s  %12s  %9s  %12s%n";
        out.println();
        out.printf(Locale.ROOT, row, "Buffer", "Bytes", "Steps", "Offset");
        for (MemoryPlan.Buffer buffer : memory.buffers()) {
            out.printf(
                    Locale.ROOT, row, shown(buffer), Figures.count(4 * buffer.floats()),
                    buffer.first() + "-" + buffer.last(), Figures.count(4 * buffer.offset()));
        }
        out.printf(
                Locale.ROOT, "%nArena: %,d bytes%n    %,d for the buffers in turn: %.1f %% of their sum, %,d%n"
                        + "    %,d more for the workspace of steps%nWorkspace of the threads, beside the arena: %,d"
                        + " bytes%nTables of the steps: %,d bytes%n",
                4 * memory.arena(), 4 * memory.shared(), 100.0 * memory.shared() / memory.unshared(),
                4 * memory.unshared(),
                4 * (memory.arena() - memory.shared()), 4 * memory.workspace(), 4 * memory.tables());
    }

    /// The layer and the operation; once where both have one name.
    private static String shown(MemoryPlan.Buffer buffer) {
        String[] words = buffer.name().split(" ", 2);
        return words.length == 2 && words[0].equals(words[1]) ? words[0] : buffer.name();
    }

    private ObjectNode json(Summary summary, Training training) {
        ObjectNode json = JsonNodes.object()
                .put("name", summary.name())
                .put("input", summary.input().toString());
        ArrayNode layers = json.putArray("layers");
        for (Summary.Row row : summary.rows()) {
            ObjectNode layer = layers.addObject()
                    .put("name", row.name())
                    .put("type", row.type())
                    .put("output", row.output().toString());
            LayerWindow window = row.window();
            if (window != null) {
                layer.put("kernel", window.kernel())
                        .put("stride", window.stride())
                        .put("padding", window.border())
                        .put("groups", window.groups());
            }
            layer.put("values", row.values())
                    .put("parameters", row.parameters())
                    .put("notTrainable", row.states())
                    .put("weights", row.weights())
                    .put("multiplyAdds", row.multiplyAdds());
        }
        json.put("parameters", summary.parameters())
                .put("notTrainable", summary.states())
                .put("weights", summary.weights())
                .put("multiplyAdds", summary.multiplyAdds())
                .put("values", summary.values())
                .put("batch", training.fit().batch())
                .put("trainingBytes", training.bytes());
        if (plan) {
            json.set("plan", planJson(training.plan()));
        }
        return json;
    }

    private static ObjectNode planJson(MemoryPlan memory) {
        ObjectNode json = JsonNodes.object()
                .put("arenaBytes", 4 * memory.arena())
                .put("bufferBytes", 4 * memory.unshared())
                .put("workspaceBytes", 4 * memory.workspace())
                .put("tableBytes", 4 * memory.tables());
        json.put("arenaBufferBytes", 4 * memory.shared())
                .put("arenaWorkspaceBytes", 4 * (memory.arena() - memory.shared()));
        json.set("bufferShare", JsonNodes.number((double) memory.shared() / memory.unshared()));
        ArrayNode buffers = json.putArray("buffers");
        for (MemoryPlan.Buffer buffer : memory.buffers()) {
            buffers.addObject()
                    .put("name", buffer.name())
                    .put("bytes", 4 * buffer.floats())
                    .put("first", buffer.first())
                    .put("last", buffer.last())
                    .put("offset", 4 * buffer.offset());
        }
        return json;
    }
}
