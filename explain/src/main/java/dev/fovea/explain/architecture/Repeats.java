package dev.fovea.explain.architecture;

import java.util.ArrayList;
import java.util.List;

/// Puts parts that come several times in a row, but for names, into one that says how often.
final class Repeats {
    /// Parts of a repeat at most.
    private static final int LONGEST = 6;

    private Repeats() {}

    /// The same sequence with repeats folded, those in its branches too.
    static Part.Sequence of(Part.Sequence sequence) {
        List<Part> parts = sequence.parts().stream().map(Repeats::inside).toList();
        List<Part> nameless = parts.stream().map(Part::nameless).toList();
        List<Part> folded = new ArrayList<>();
        int at = 0;
        while (at < parts.size()) {
            int length = 1;
            int times = 1;
            for (int candidate = 1; candidate <= LONGEST; candidate++) {
                int found = times(nameless, at, candidate);
                if (found > 1 && found * candidate > length * times) {
                    length = candidate;
                    times = found;
                }
            }
            Part.Sequence once = new Part.Sequence(parts.subList(at, at + length), parts.get(at).input());
            folded.add(times == 1 ? parts.get(at) : new Part.Repeated(times, once));
            at += length * times;
        }
        return new Part.Sequence(folded, sequence.input());
    }

    private static Part inside(Part part) {
        return switch (part) {
            case Part.Block block -> block;
            case Part.Sequence sequence -> of(sequence);
            case Part.Fork fork -> new Part.Fork(
                    fork.name(), fork.label(), fork.branches().stream().map(Repeats::of).toList(), fork.join(),
                    fork.then(), fork.input(), fork.output(), fork.parameters());
            case Part.Repeated repeated -> new Part.Repeated(repeated.times(), of(repeated.part()));
            case Part.Side side -> new Part.Side(side.name(), side.weight(), of(side.classifier()));
        };
    }

    /// How often the next `length` parts come in a row.
    private static int times(List<Part> parts, int at, int length) {
        int times = 1;
        while (at + (times + 1) * length <= parts.size() && parts.subList(at, at + length)
                .equals(parts.subList(at + times * length, at + (times + 1) * length))) {
            times++;
        }
        return times;
    }
}
