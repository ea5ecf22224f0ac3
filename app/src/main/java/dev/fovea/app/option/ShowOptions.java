package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.page.ExampleJson;
import dev.fovea.app.page.TextPage;
import dev.fovea.explain.example.Example;
import dev.fovea.train.watch.Terminal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What every example takes, and how it is shown.
public final class ShowOptions {
    @Option(names = "--out", paramLabel = "DIR",
            description = "Write the pictures into this folder too, as SVG or PNG files.")
    @Nullable Path out;

    @Mixin
    public CommonOptions common;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /// @throws CommandException if `--json` stands before the example's name, where it asks for the list of examples
    public int show(Console console, Example example) {
        return show(console, example, _ -> List.of());
    }

    /// @param more writes further files into a folder and tells which
    public int show(Console console, Example example, Function<Path, List<Path>> more) {
        if (Boolean.TRUE.equals(command.parent().findOption("--json").getValue())) {
            throw CommandException.misused("--json goes behind the example: " + command.qualifiedName() + " --json");
        }
        List<Path> files = write(console, example, more);
        if (common.json) {
            ObjectNode json = ExampleJson.of(example);
            ArrayNode names = json.putArray("files");
            files.forEach(file -> names.add(file.toString()));
            console.print(json);
            return ExitCode.DONE;
        }
        Terminal terminal = Terminal.of(console.out(), console.environment());
        TextPage page = new TextPage(terminal.colours(console.environment()));
        console.printStyled(page.of(example));
        files.forEach(file -> console.out().println("Wrote " + file));
        return ExitCode.DONE;
    }

    private List<Path> write(Console console, Example example, Function<Path, List<Path>> more) {
        List<Path> files = new ArrayList<>();
        if (out == null) {
            return files;
        }
        Path folder = console.path(out);
        OutFolder.write(folder, example.pictures()).forEach(file -> files.add(console.typed(file)));
        try {
            more.apply(folder).forEach(file -> files.add(console.typed(file)));
        } catch (UncheckedIOException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
        return files;
    }
}
