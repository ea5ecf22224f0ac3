package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.explain.example.ActivationCurves;
import dev.fovea.explain.example.Descent;
import dev.fovea.explain.example.DropoutMasks;
import dev.fovea.explain.example.GradientChecks;
import dev.fovea.explain.example.Letters;
import dev.fovea.explain.example.Neuron;
import dev.fovea.explain.example.Normalisation;
import dev.fovea.explain.example.ParameterCounts;
import dev.fovea.explain.example.PoolingWindows;
import dev.fovea.explain.example.ScalarGraph;
import dev.fovea.explain.example.SoftmaxLoss;
import dev.fovea.explain.example.VanishingGradients;
import dev.fovea.explain.example.Weakness;
import dev.fovea.explain.example.WeightPenalties;
import dev.fovea.lab.run.JsonNodes;
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

    /// The registry of examples: one line each.
    public static CommandLine line(Console console) {
        return new ShowCommand(console).line
                .addSubcommand(new ShowImageCommand(console))
                .addSubcommand("xo", PlainExample.line(
                        console, "An X or an O? Features, ReLU, pooling and the vote.", Letters::of))
                .addSubcommand(new ShowConvolutionCommand(console))
                .addSubcommand("pooling", PlainExample.line(
                        console, "Max and average pooling, overlapping or not.", PoolingWindows::of))
                .addSubcommand("parameters", PlainExample.line(
                        console, "Why not fully connected: what layers have to learn.", _ -> ParameterCounts.count()))
                .addSubcommand("graph", PlainExample.line(
                        console, "A computation graph of single numbers, forward and backward.", ScalarGraph::of))
                .addSubcommand("descent", PlainExample.line(
                        console, "Gradient descent at three learning rates.", Descent::of))
                .addSubcommand("backprop", PlainExample.line(
                        console, "How gradients pass layers, beside finite differences.", GradientChecks::of))
                .addSubcommand(new ShowBatchNormCommand(console))
                .addSubcommand("neuron", PlainExample.line(
                        console, "One neuron: weights, a sum, a bias, a curve.", Neuron::of))
                .addSubcommand("activation", PlainExample.line(
                        console, "Sigmoid, tanh, ReLU: curves, slopes, and why ReLU.", ActivationCurves::of))
                .addSubcommand("softmax", PlainExample.line(
                        console, "Logits, probabilities, cross-entropy, and the gradient p − y.", SoftmaxLoss::of))
                .addSubcommand("vanishing", PlainExample.line(
                        console, "Gradients per layer in twelve layers, and what keeps them.", VanishingGradients::of))
                .addSubcommand("normalisation", PlainExample.line(
                        console, "Local response and batch normalisation, with every number.", Normalisation::of))
                .addSubcommand("regularisation", PlainExample.line(
                        console, "What L1 and L2 do to the weights of a small network.", WeightPenalties::of))
                .addSubcommand("dropout", PlainExample.line(
                        console, "What is switched off in training, and why the rest is scaled.", DropoutMasks::of))
                .addSubcommand("weakness", PlainExample.line(
                        console, "Moved, turned, glaring, noisy digits meet a network.", Weakness::of));
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
