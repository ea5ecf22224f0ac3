package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;

/// Images with a border of zeros, or of their own pixels mirrored.
public record Pad2D(Padding.Explicit padding, Pad.Mode mode) implements Layer {
    /// Zeros on all sides.
    public static Pad2D of(int pixels) {
        return of(pixels, pixels, pixels, pixels);
    }

    public static Pad2D of(int top, int bottom, int left, int right) {
        return new Pad2D(new Padding.Explicit(top, bottom, left, right), Pad.Mode.ZERO);
    }

    /// Mirrors the image at its border.
    public Pad2D reflect() {
        return new Pad2D(padding, Pad.Mode.REFLECT);
    }

    @Override
    public Node build(Node x, Scope scope) {
        Node rows = new Pad(1, padding.top(), padding.bottom(), mode).on(x);
        return new Pad(2, padding.left(), padding.right(), mode).on(rows);
    }

    @Override
    public String toString() {
        return "Pad2D.of" + new Padding.Explicit(padding.top(), padding.bottom(), padding.left(), padding.right())
                .toString().replace("VALID", "(0)") + (mode == Pad.Mode.REFLECT ? ".reflect()" : "");
    }
}
