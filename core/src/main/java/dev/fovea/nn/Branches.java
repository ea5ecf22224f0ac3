package dev.fovea.nn;

import dev.fovea.op.Node;
import java.util.List;
import java.util.stream.Collectors;

/// Branches that all see x, joined along the channels (Szegedy et al., 2015).
public record Branches(List<Layer> branches) implements Layer {
    public Branches {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("Branches needs at least one branch: got none");
        }
    }

    public static Branches of(Layer... branches) {
        return new Branches(List.of(branches));
    }

    @Override
    public Node build(Node x, Scope scope) {
        return Merge.DEPTH.of(branches.stream().map(branch -> scope.layer(branch, x)).toList());
    }

    @Override
    public String toString() {
        return branches.stream().map(Layer::toString).collect(Collectors.joining(", ", "Branches.of(", ")"));
    }
}
