package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.option.ShowOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.ScalarGraph;
import dev.fovea.formats.tensorboard.TensorBoard;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows a computation graph; beside its picture goes a file that TensorBoard opens.
@Command(
        name = "graph",
        description = "A computation graph of single numbers, forward and backward.",
        footer = {"", "Of --out, the folder tensorboard is for TensorBoard: tensorboard --logdir DIR/tensorboard"},
        sortOptions = false)
final class ShowGraphCommand implements Callable<Integer> {
    private static final String BOARD = "tensorboard";

    private final Console console;

    @Mixin
    private ShowOptions options;

    ShowGraphCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Backend backend = Backends.open(1)) {
            return options.show(
                    console, ScalarGraph.of(backend), backend,
                    folder -> List.of(TensorBoard.writeGraph(folder.resolve(BOARD), ScalarGraph.program())));
        }
    }
}
