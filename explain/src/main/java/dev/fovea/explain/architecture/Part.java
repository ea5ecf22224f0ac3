package dev.fovea.explain.architecture;

import dev.fovea.tensor.Shape;
import java.util.List;

/// A piece of a network as it is drawn. Nothing of the network is lost: the parameters of the parts are the network's.
public sealed interface Part {
    /// What it takes, for one sample.
    Shape input();

    /// What it gives, for one sample.
    Shape output();

    /// Trained numbers in it.
    long parameters();

    /// This part without the names of its layers, by which alone two repeats differ.
    Part nameless();

    /// A layer, and those after it that keep its shape.
    ///
    /// @param name of the layer, as in the summary
    /// @param label what it is: `conv 3×3`
    /// @param settings such as `stride 2`
    /// @param then what follows it: `batch norm`, `ReLU`
    record Block(
            Kind kind, String name, String label, List<String> settings, List<String> then, Shape input, Shape output,
            long parameters)
            implements Part {
        public Block {
            settings = List.copyOf(settings);
            then = List.copyOf(then);
        }

        @Override
        public Part nameless() {
            return new Block(kind, "", label, settings, then, input, output, parameters);
        }
    }

    /// Parts one after the other; none passes its input on as it is.
    record Sequence(List<Part> parts, Shape input) implements Part {
        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public Shape output() {
            return parts.isEmpty() ? input : parts.getLast().output();
        }

        @Override
        public long parameters() {
            return parts.stream().mapToLong(Part::parameters).sum();
        }

        @Override
        public Part nameless() {
            return new Sequence(parts.stream().map(Part::nameless).toList(), input);
        }
    }

    /// Branches side by side. Where they are added, and there are two, the second is a shortcut around the first.
    ///
    /// @param name of the layer, as in the summary
    /// @param label what it is: `residual`, `branches`, `split of channels`
    /// @param then what follows the join: `ReLU`
    record Fork(
            String name, String label, List<Sequence> branches, Join join, List<String> then, Shape input, Shape output,
            long parameters)
            implements Part {
        public Fork {
            branches = List.copyOf(branches);
            then = List.copyOf(then);
        }

        /// Whether the second branch is a shortcut around the first.
        boolean isResidual() {
            return join == Join.ADDITION && branches.size() == 2;
        }

        @Override
        public Part nameless() {
            List<Sequence> same = branches.stream().map(branch -> (Sequence) branch.nameless()).toList();
            return new Fork("", label, same, join, then, input, output, parameters);
        }
    }

    /// A part that comes several times in a row, each time with parameters of its own.
    ///
    /// @param part the first of them
    record Repeated(int times, Sequence part) implements Part {
        @Override
        public Shape input() {
            return part.input();
        }

        @Override
        public Shape output() {
            return part.output();
        }

        @Override
        public long parameters() {
            return times * part.parameters();
        }

        @Override
        public Part nameless() {
            return new Repeated(times, (Sequence) part.nameless());
        }
    }

    /// A classifier beside the way, which training alone computes; what comes in goes on as it is.
    record Side(String name, float weight, Sequence classifier) implements Part {
        @Override
        public Shape input() {
            return classifier.input();
        }

        @Override
        public Shape output() {
            return classifier.input();
        }

        @Override
        public long parameters() {
            return classifier.parameters();
        }

        @Override
        public Part nameless() {
            return new Side("", weight, (Sequence) classifier.nameless());
        }
    }

    /// What a block computes, which chooses its colour.
    enum Kind {
        INPUT("input"),
        CONVOLUTION("convolution"),
        POOLING("pooling"),
        DENSE("dense"),
        NORMALISATION("normalisation"),
        ACTIVATION("activation"),
        SHAPE("other shape, same numbers"),
        OTHER("other");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// How branches become one.
    enum Join {
        CONCATENATION,
        ADDITION
    }
}
