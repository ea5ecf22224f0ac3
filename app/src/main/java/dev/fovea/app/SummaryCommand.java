package dev.fovea.app;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Layout;
import dev.fovea.backend.MemoryPlan;
import dev.fovea.backend.Store;
import dev.fovea.nn.Network;
import dev.fovea.nn.Summary;
import dev.fovea.train.Fit;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints the layers of a network, and the memory that its training takes.
@Command(name = "summary", description = "Print a network's layers and what its training takes.", sortOptions = false)
final class SummaryCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "RECIPE|RUN|FILE",
            description = "A recipe's name, a run's folder, or a checkpoint.")
    private String what;

    @Option(names = "--plan", description = "Print the training's memory plan: buffers, life, offsets.")
    private boolean plan;

    @Option(names = "--batch", paramLabel = "N", description = "Batch of the training; else as the recipe says.")
    private @Nullable Integer batch;

    @Mixin
    private CommonOptions common;

    SummaryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--batch", batch, 1);
        Subjects.Untrained subject = Subjects.of(console, what);
        Fit fit = batch == null ? subject.fit() : subject.fit().batch(batch);
        Network network = subject.network();
        Summary summary = network.summary(subject.name());
        Store store = new Store(
                Layout.of(network.parameters().shapes()), Layout.of(network.states().shapes()));
        MemoryPlan memory;
        try (Backend backend = Backends.open(Runtime.getRuntime().availableProcessors())) {
            memory = backend.compile(network.training(fit.loss(), _ -> true), store, fit.batch()).memory();
        }
        long perParameter = 2L + fit.optimizer().slots().size();
        long bytes = memory.bytes()
                + 4 * (perParameter * store.parameters().length() + store.states().length());
        if (common.json) {
            console.print(json(summary, fit, memory, bytes));
        } else {
            print(summary, fit, memory, bytes);
        }
        return ExitCode.DONE;
    }

    private void print(Summary summary, Fit fit, MemoryPlan memory, long bytes) {
        PrintStream out = console.out();
        out.print(summary);
        out.println("Training at batch " + fit.batch() + ": " + Figures.megabytes(bytes) + " of memory, of which "
                + Figures.megabytes(memory.bytes()) + " are the arena and workspace");
        if (plan) {
            printPlan(out, memory);
        }
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
                Locale.ROOT, "Arena %,d bytes, sum of the buffers %,d bytes: %.1f %%%n", 4 * memory.arena(),
                4 * memory.unshared(), 100.0 * memory.arena() / memory.unshared());
        out.printf(Locale.ROOT, "Workspace of the threads %,d bytes%n", 4 * memory.workspace());
    }

    /// The layer and the operation; once where both have one name.
    private static String shown(MemoryPlan.Buffer buffer) {
        String[] words = buffer.name().split(" ", 2);
        return words.length == 2 && words[0].equals(words[1]) ? words[0] : buffer.name();
    }

    private ObjectNode json(Summary summary, Fit fit, MemoryPlan memory, long bytes) {
        ObjectNode json = Json.object()
                .put("name", summary.name())
                .put("input", summary.input().toString());
        ArrayNode layers = json.putArray("layers");
        for (Summary.Row row : summary.rows()) {
            layers.addObject()
                    .put("name", row.name())
                    .put("type", row.type())
                    .put("output", row.output().toString())
                    .put("parameters", row.parameters())
                    .put("multiplyAdds", row.multiplyAdds());
        }
        json.put("parameters", summary.parameters())
                .put("multiplyAdds", summary.multiplyAdds())
                .put("batch", fit.batch())
                .put("trainingBytes", bytes);
        if (plan) {
            json.set("plan", planJson(memory));
        }
        return json;
    }

    private static ObjectNode planJson(MemoryPlan memory) {
        ObjectNode json = Json.object()
                .put("arenaBytes", 4 * memory.arena())
                .put("bufferBytes", 4 * memory.unshared())
                .put("workspaceBytes", 4 * memory.workspace());
        json.set("arenaShare", Json.number((double) memory.arena() / memory.unshared()));
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
