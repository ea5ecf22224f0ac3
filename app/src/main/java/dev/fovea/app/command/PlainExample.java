package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.option.ShowOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.Example;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// An example without options of its own.
@Command(sortOptions = false)
final class PlainExample implements Callable<Integer> {
    private final Console console;
    private final Function<Backend, Example> example;

    @Mixin
    private ShowOptions options;

    private PlainExample(Console console, Function<Backend, Example> example) {
        this.console = console;
        this.example = example;
    }

    static CommandLine line(Console console, String description, Function<Backend, Example> example) {
        CommandLine line = new CommandLine(new PlainExample(console, example));
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    @Override
    public Integer call() {
        try (Backend backend = Backends.open(1)) {
            return options.show(console, example.apply(backend), backend);
        }
    }
}
