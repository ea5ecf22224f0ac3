package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.SiteFolder;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.Examples;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.learn.site.Site;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows worked examples, step by step.
@Command(
        name = "show",
        description = "Show how a convolutional network works, step by step, with every number.",
        synopsisSubcommandLabel = "EXAMPLE",
        footer = {"", "An example may have options of its own: fovea show convolution --help%n"},
        sortOptions = false)
public final class ShowCommand implements Callable<Integer> {
    private final Console console;
    private final CommandLine line;

    @Option(
            names = "--html",
            paramLabel = "DIR",
            description = "Write all examples into this folder as pages for the browser, as fovea learn --out does;"
                    + " behind an example, its page alone.")
    private @Nullable Path html;

    @Mixin
    private CommonOptions common;

    private ShowCommand(Console console) {
        this.console = console;
        this.line = new CommandLine(this);
    }

    /// All examples, and those that take options of their own.
    public static CommandLine line(Console console) {
        Map<String, Callable<Integer>> own = Map.of(
                "image", new ShowImageCommand(console), "convolution", new ShowConvolutionCommand(console),
                "graph", new ShowGraphCommand(console));
        CommandLine show = new ShowCommand(console).line;
        for (Examples.Entry entry : Examples.all()) {
            Callable<Integer> command = own.get(entry.id());
            show.addSubcommand(entry.id(), command == null
                    ? PlainExample.line(console, entry.description(), entry.of())
                    : new CommandLine(command));
        }
        return show.addSubcommand(new ShowBatchNormCommand(console));
    }

    /// Without an example: the list of them, or pages of all.
    @Override
    public Integer call() {
        if (html != null) {
            PrintStream people = console.people(common.json);
            people.println(LearnCommand.PREPARING);
            try (Backend backend = Backends.open(1)) {
                Site site = LearnCommand.SiteSubject.digits(backend).site(false, backend);
                return SiteFolder.write(
                        console.path(html), site.files(), console, common.json, people, "--html");
            }
        }
        if (!common.json) {
            line.usage(console.out());
            return ExitCode.DONE;
        }
        ObjectNode json = JsonNodes.object();
        ArrayNode examples = json.putArray("examples");
        line.getSubcommands().forEach((name, example) -> examples.addObject()
                .put("name", name)
                .put("title", example.getCommandSpec().usageMessage().description()[0]));
        console.print(json);
        return ExitCode.DONE;
    }
}
