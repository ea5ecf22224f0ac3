package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import java.util.List;
import java.util.function.Function;

/// The registry of worked examples, in the order in which a newcomer reads them: each needs only those before it.
public final class Examples {
    private static final List<Entry> ALL = List.of(
            new Entry("image", "A picture is numbers", "What a picture is to a computer: planes of numbers.",
                    PictureNumbers::builtIn),
            new Entry("shapes", "Tensors and their shapes", "Tensors of rank 0 to 4, and how they lie in"
                    + " memory.", TensorShapes::of),
            new Entry("neuron", "One neuron", "One neuron: weights, a sum, a bias, a curve.", Neuron::of),
            new Entry("xo", "An X or an O?", "An X or an O? Features, ReLU, pooling and the vote.", Letters::of),
            new Entry("convolution", "A kernel slides over a picture", "A kernel slides over an image, step by step.",
                    backend -> SlidingWindow.of(SlidingWindow.Setting.usual(), backend)),
            new Entry("pooling", "Pooling makes maps smaller", "Max and average pooling, overlapping or not.",
                    PoolingWindows::of),
            new Entry("parameters", "Why not connect everything", "Why not fully connected: what layers have to"
                    + " learn.", _ -> ParameterCounts.count()),
            new Entry("connections", "Full, local and shared connections", "Full, local and shared connections, drawn"
                    + " as wires.", Connections::of),
            new Entry("receptive-field", "What one output sees", "Which patch of the picture one output sees, layer by"
                    + " layer.", ReceptiveField::of),
            new Entry("activation", "Curves between the layers", "Sigmoid, tanh, ReLU: curves, slopes, and why ReLU.",
                    ActivationCurves::of),
            new Entry("softmax", "From scores to a loss", "Logits, probabilities, cross-entropy, and the gradient"
                    + " p − y.", SoftmaxLoss::of),
            new Entry("graph", "A graph, forward and backward", "A computation graph of single numbers, forward and"
                    + " backward.", ScalarGraph::of),
            new Entry("descent", "Downhill, step by step", "Gradient descent at three learning rates.", Descent::of),
            new Entry("backprop", "How gradients pass layers", "How gradients pass layers, beside finite differences.",
                    GradientChecks::of),
            new Entry("vanishing", "Gradients that vanish", "Gradients per layer in twelve layers, and what keeps"
                    + " them.", VanishingGradients::of),
            new Entry("normalisation", "Normalisation", "Local response and batch normalisation, with every number.",
                    Normalisation::of),
            new Entry("regularisation", "Penalties on weights", "What L1 and L2 do to the weights of a small network.",
                    WeightPenalties::of),
            new Entry("dropout", "Dropout", "What is switched off in training, and why the rest is scaled.",
                    DropoutMasks::of),
            new Entry("weakness", "Where a network is weak", "Moved, turned, glaring, noisy digits meet a network.",
                    Weakness::of),
            new Entry("series", "Series instead of pictures", "Convolution in one dimension finds a pattern in a"
                    + " series.", SeriesPattern::of),
            new Entry("history", "Where it comes from", "Where convolutional networks come from, with sources.",
                    _ -> History.told()),
            new Entry("words", "Words", "Each word in one sentence, and the example that shows it.",
                    _ -> Glossary.told()));

    private Examples() {}

    /// An example by name.
    ///
    /// @param id one word, as commands and pages call it
    /// @param title in a list of pages
    /// @param description one line for those who look for it
    /// @param of computes it
    public record Entry(String id, String title, String description, Function<Backend, Example> of) {}

    public static List<Entry> all() {
        return ALL;
    }
}
