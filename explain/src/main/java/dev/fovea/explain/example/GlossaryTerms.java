package dev.fovea.explain.example;

import java.util.List;

/// The terms of [Glossary].
final class GlossaryTerms {
    private static final String NUMBERS = "Pictures as numbers";
    private static final String NETWORK = "From a neuron to a network";
    private static final String CONVOLUTION = "Convolution and pooling";
    private static final String ANSWER = "Answers, and how wrong they are";
    private static final String LEARNING = "Learning";
    private static final String SUCCESS = "So that learning succeeds";

    private GlossaryTerms() {}

    static List<Glossary.Term> all() {
        return List.of(
                numbers("Pixel", "one of the small squares of one colour that make up a picture", "image"),
                numbers("Plane", "one colour of a picture as a table of numbers, one for each pixel", "image"),
                numbers("Tensor", "a block of numbers with any number of directions", "shapes"),
                numbers("Rank", "how many numbers name a place in a tensor", "shapes"),
                numbers("Shape", "how far a tensor reaches in each direction, such as 28×28", "shapes"),
                numbers("Channel", "one of several numbers that belong to the same place: a colour, or later a map",
                        "shapes"),
                network("Neuron", "a sum of inputs times weights, plus a bias, put through a curve", "neuron"),
                network("Weight", "a number that an input is multiplied by; training finds it", "neuron"),
                network("Bias", "a number that a neuron adds to its sum; training finds it too", "neuron"),
                network("Layer", "neurons that take in the same numbers; what it gives goes into the next", "neuron"),
                network("Network", "layers one after the other, from the picture to the answer", "neuron"),
                network("Training", "showing a network examples and changing its weights so that it errs less",
                        "neuron"),
                network("Feature", "a small pattern that is looked for, such as a stroke", "xo"),
                network("ReLU", "the curve that makes 0 of what is negative and leaves the rest as it is", "xo"),
                network("Feature map", "a number for each place that says how well a feature fits there", "xo"),
                network("Fully connected", "a layer in which each neuron sees every input; dense means the same", "xo"),
                convolution("Convolution", "the same neuron with the same weights at each place of a picture",
                        "convolution"),
                convolution("Kernel", "the weights of a convolution, as a small picture that slides", "convolution"),
                convolution("Stride", "how many pixels a kernel or window moves at a time", "convolution"),
                convolution("Padding", "a border around a picture, so that a kernel fits at the edge", "convolution"),
                convolution("Pooling", "one number for each window: the greatest, or the mean", "pooling"),
                convolution("Parameters", "all that a network learns: its weights and biases", "parameters"),
                convolution("Shared weights", "weights that all places use together", "connections"),
                convolution("Receptive field", "the patch of the picture that one number deeper inside depends on",
                        "receptive-field"),
                convolution("Activation", "the curve behind a neuron's sum", "activation"),
                convolution("Slope", "how much a result changes for a small change of what goes in; derivative means"
                        + " the same", "activation"),
                answer("Logits", "the last layer's numbers, one for each class, before softmax", "softmax"),
                answer("Softmax", "makes probabilities of logits: all above 0, together 1", "softmax"),
                answer("Loss", "one number that says how wrong a network is", "softmax"),
                answer("Label", "the right answer to an example", "softmax"),
                answer("One-hot", "a label as a list: 1 for the right class, 0 for every other", "softmax"),
                answer("Cross-entropy", "a loss, minus the logarithm of the right class's probability", "softmax"),
                learning("Graph", "what is computed of what, as nodes and arrows", "graph"),
                learning("Partial derivative", "how a result changes with one input while all others are held still",
                        "graph"),
                learning("Gradient", "all partial derivatives together: which way is uphill, and how steep", "graph"),
                learning("Chain rule", "derivatives are multiplied along a way and added where ways meet", "graph"),
                learning("Gradient descent", "learning by small steps down the slope of the loss", "descent"),
                learning("Learning rate", "how long a step is, for a given slope", "descent"),
                learning("Curvature", "how fast the slope itself changes", "descent"),
                learning("Batch", "the examples that one step of training looks at", "descent"),
                learning("Epoch", "once through all examples of the training", "descent"),
                learning("Held out", "said of examples that are kept out of the training, to find out how good a"
                        + " network is", "descent"),
                learning("Seed", "the number that all random numbers are worked out from", "descent"),
                learning("Product of two matrices", "rows times columns, each added up: a whole layer at once",
                        "backprop"),
                learning("Backpropagation", "the chain rule through a whole network, from the loss back to each"
                        + " weight", "backprop"),
                learning("Finite difference", "a slope found by trying: the change of a result, divided by the nudge",
                        "backprop"),
                success("Glorot's rule", "how large random weights start, so that nothing shrinks or grows",
                        "vanishing"),
                success("He's rule", "the same for layers with ReLU", "vanishing"),
                success("Vanishing gradients", "gradients that become smaller layer by layer until nothing is left",
                        "vanishing"),
                success("Residual network", "one with shortcuts, in which each block adds to what comes in",
                        "vanishing"),
                success("Deviation", "how far numbers typically lie from their mean", "normalisation"),
                success("Local response normalisation", "channels at one place damp each other", "normalisation"),
                success("Batch norm", "brings a neuron's numbers over a batch to mean 0 and deviation 1",
                        "normalisation"),
                success("Running mean", "a mean that follows the latest batches, kept for prediction",
                        "normalisation"),
                success("Penalty", "a price on weights that is added to the loss, such as L1 or L2",
                        "regularisation"),
                success("Dropout", "switching neurons off at random in training", "dropout"),
                success("Augmentation", "training on moved, turned or otherwise changed pictures as well",
                        "weakness"),
                success("Series", "numbers one after the other in time", "series"),
                success("Moving average", "a kernel of equal weights along a series, which smooths it", "series"));
    }

    private static Glossary.Term numbers(String name, String meaning, String example) {
        return new Glossary.Term(NUMBERS, name, meaning, example);
    }

    private static Glossary.Term network(String name, String meaning, String example) {
        return new Glossary.Term(NETWORK, name, meaning, example);
    }

    private static Glossary.Term convolution(String name, String meaning, String example) {
        return new Glossary.Term(CONVOLUTION, name, meaning, example);
    }

    private static Glossary.Term answer(String name, String meaning, String example) {
        return new Glossary.Term(ANSWER, name, meaning, example);
    }

    private static Glossary.Term learning(String name, String meaning, String example) {
        return new Glossary.Term(LEARNING, name, meaning, example);
    }

    private static Glossary.Term success(String name, String meaning, String example) {
        return new Glossary.Term(SUCCESS, name, meaning, example);
    }
}
