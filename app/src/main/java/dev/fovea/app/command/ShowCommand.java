package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.explain.example.Examples;
import dev.fovea.lab.run.JsonNodes;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    /// Without an example: the list of them.
    @Override
    public Integer call() {
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
