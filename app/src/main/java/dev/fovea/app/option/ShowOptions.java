package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.page.ExampleJson;
import dev.fovea.app.page.TextPage;
import dev.fovea.backend.Backend;
import dev.fovea.explain.example.Example;
import dev.fovea.learn.site.Site;
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

    @Option(names = "--html", paramLabel = "DIR",
            description = "Write the example into this folder too, as a page for the browser, in English and Chinese;"
                    + " fovea show --html DIR writes all of them.")
    @Nullable Path html;

    @Mixin
    public CommonOptions common;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /// @throws CommandException if `--json` or `--html` stands before the example's name, where it is about all
    public int show(Console console, Example example, Backend backend) {
        return show(console, example, backend, _ -> List.of());
    }

    /// @param more writes further files into a folder and tells which
    public int show(Console console, Example example, Backend backend, Function<Path, List<Path>> more) {
        behind("--json", "");
        behind("--html", " DIR");
        List<Path> files = write(console, example, more);
        Path opened = html == null
                ? null
                : SiteFolder.write(
                        console.path(html), Site.of(command.name(), example.title(), example, backend),
                        command.name());
        if (common.json) {
            ObjectNode json = ExampleJson.of(example);
            ArrayNode names = json.putArray("files");
            files.forEach(file -> names.add(file.toString()));
            if (opened != null) {
                json.put("page", console.typed(opened).toString());
            }
            console.print(json);
            return ExitCode.DONE;
        }
        Terminal terminal = Terminal.of(console.out(), console.environment());
        TextPage page = new TextPage(terminal.colours(console.environment()));
        console.printStyled(page.of(example));
        files.forEach(file -> console.out().println("Wrote " + file));
        if (opened != null) {
            console.out().println("Wrote the page; open " + console.typed(opened));
        }
        return ExitCode.DONE;
    }

    private void behind(String option, String value) {
        Object given = command.parent().findOption(option).getValue();
        if (given != null && !Boolean.FALSE.equals(given)) {
            throw CommandException.misused(
                    option + " goes behind the example: " + command.qualifiedName() + " " + option + value);
        }
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
