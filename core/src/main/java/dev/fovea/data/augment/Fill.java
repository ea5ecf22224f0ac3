package dev.fovea.data.augment;

/// What lies beside an image when a transform looks there.
public sealed interface Fill {
    /// The nearest pixel: `a a a | a b c d | d d d`.
    record Edge() implements Fill {
        @Override
        public String toString() {
            return "Fill.edge()";
        }
    }

    /// One value in all channels: `v v v | a b c d | v v v`.
    record Constant(float value) implements Fill {
        @Override
        public String toString() {
            return "Fill.constant(" + value + ")";
        }
    }

    /// The image mirrored at its edges: `c b a | a b c d | d c b`.
    record Reflect() implements Fill {
        @Override
        public String toString() {
            return "Fill.reflect()";
        }
    }

    static Fill edge() {
        return new Edge();
    }

    static Fill constant(double value) {
        return new Constant((float) value);
    }

    static Fill reflect() {
        return new Reflect();
    }

    /// Which of `count` pixels stands for the one at `index`; −1 where none does.
    default int place(int index, int count) {
        if (index >= 0 && index < count) {
            return index;
        }
        return switch (this) {
            case Edge _ -> index < 0 ? 0 : count - 1;
            case Constant _ -> -1;
            case Reflect _ -> {
                int within = Math.floorMod(index, 2 * count);
                yield within < count ? within : 2 * count - 1 - within;
            }
        };
    }

    /// The value of the pixels that none stands for.
    default float value() {
        return 0;
    }
}
