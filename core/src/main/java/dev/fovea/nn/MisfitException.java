package dev.fovea.nn;

/// A layer that cannot be built, by name.
final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /// Layers print their settings, which may be long tables.
    private static final int MOST_CHARACTERS = 400;

    MisfitException(String layer, IllegalArgumentException cause) {
        super(layer + ": " + Excerpt.cut(String.valueOf(cause.getMessage()), MOST_CHARACTERS), cause);
    }
}
