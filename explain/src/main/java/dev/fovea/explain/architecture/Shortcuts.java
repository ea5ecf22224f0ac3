package dev.fovea.explain.architecture;

import java.util.ArrayList;
import java.util.List;

/// Leaves out the shortcuts of residual blocks: what stays is a plain network.
final class Shortcuts {
    private Shortcuts() {}

    static Part.Sequence without(Part.Sequence sequence) {
        List<Part> parts = new ArrayList<>();
        for (Part part : sequence.parts()) {
            if (part instanceof Part.Fork fork && fork.isResidual()) {
                parts.addAll(then(without(fork.branches().getFirst()), fork.then()).parts());
            } else {
                parts.add(part);
            }
        }
        return new Part.Sequence(parts, sequence.input());
    }

    /// What followed the addition follows the body.
    private static Part.Sequence then(Part.Sequence body, List<String> then) {
        if (then.isEmpty()) {
            return body;
        }
        List<Part> parts = new ArrayList<>(body.parts());
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Block last) {
            List<String> all = new ArrayList<>(last.then());
            all.addAll(then);
            parts.set(parts.size() - 1, new Part.Block(
                    last.kind(), last.name(), last.label(), last.settings(), all, last.input(), last.output(),
                    last.parameters()));
        } else {
            parts.add(new Part.Block(
                    Part.Kind.ACTIVATION, "", String.join(", ", then), List.of(), List.of(), body.output(),
                    body.output(), 0));
        }
        return new Part.Sequence(parts, body.input());
    }
}
