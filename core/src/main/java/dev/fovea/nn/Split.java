package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Cuts images into regions, or into groups of channels, gives each to layers of its own, and merges what they
/// put out. No weight is shared between the parts, unless by [Shared].
///
/// ```java
/// Split.columns(                                                         // the left and the right half
///         Sequential.of(Conv2D.of(16, 3).same().relu(), Flatten.of()),
///         Sequential.of(Conv2D.of(16, 3).same().relu(), Flatten.of()))   // joined into one list of features
/// ```
///
/// @param extents of the parts along the axis; empty for parts of equal extent
/// @param parts the layers, one for each part
public record Split(Axis axis, List<Integer> extents, List<Layer> parts, Merge merge) implements Layer {
    /// What is cut.
    public enum Axis {
        ROWS,
        COLUMNS,
        CHANNELS
    }

    public Split {
        extents = List.copyOf(extents);
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("Split needs layers for at least one part: got none");
        }
        if (!extents.isEmpty() && extents.size() != parts.size() || extents.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("Split needs an extent of at least 1 for each of its " + parts.size()
                    + " parts: got " + Excerpt.of(extents));
        }
    }

    /// The first part is the top of the images.
    public static Split rows(Layer... parts) {
        return new Split(Axis.ROWS, List.of(), List.of(parts), Merge.DEPTH);
    }

    /// The first part is the left of the images.
    public static Split columns(Layer... parts) {
        return new Split(Axis.COLUMNS, List.of(), List.of(parts), Merge.DEPTH);
    }

    public static Split channels(Layer... parts) {
        return new Split(Axis.CHANNELS, List.of(), List.of(parts), Merge.DEPTH);
    }

    /// Parts of these extents, which add up to the whole.
    public Split extents(int... extents) {
        return new Split(axis, Arrays.stream(extents).boxed().toList(), parts, merge);
    }

    /// How the outputs become one; if not said, along the channels.
    public Split merge(Merge merge) {
        return new Split(axis, extents, parts, merge);
    }

    @Override
    public Node build(Node x, Scope scope) {
        int along = along(x);
        List<Integer> sizes = sizes(x, x.shape().dim(along));
        List<Node> outputs = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < parts.size(); i++) {
            int to = from + sizes.get(i);
            outputs.add(scope.layer(parts.get(i), new Slice(along, from, to).on(x)));
            from = to;
        }
        return merge.of(outputs);
    }

    private int along(Node x) {
        if (axis != Axis.CHANNELS) {
            ImageInput.check(this, x);
        }
        return switch (axis) {
            case ROWS -> 1;
            case COLUMNS -> 2;
            case CHANNELS -> x.shape().rank() - 1;
        };
    }

    private List<Integer> sizes(Node x, int whole) {
        List<Integer> sizes = extents;
        if (extents.isEmpty() && whole % parts.size() == 0) {
            sizes = Collections.nCopies(parts.size(), whole / parts.size());
        }
        if (sizes.stream().mapToLong(Integer::longValue).sum() != whole) {
            String what = axis.name().toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException("Split cannot cut the " + whole + " " + what + " of "
                    + x.shape().sample() + " into "
                    + (extents.isEmpty() ? parts.size() + " equal parts" : Excerpt.of(extents))
                    + ": give extents that add up to " + whole);
        }
        return sizes;
    }

    @Override
    public String toString() {
        return "Split." + axis.name().toLowerCase(Locale.ROOT)
                + parts.stream().map(Layer::toString).collect(Collectors.joining(", ", "(", ")"))
                + (extents.isEmpty()
                        ? ""
                        : extents.stream().map(String::valueOf).collect(Collectors.joining(", ", ".extents(", ")")))
                + (merge == Merge.DEPTH ? "" : ".merge(Merge." + merge + ")");
    }
}
