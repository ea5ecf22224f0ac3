package dev.fovea.nn;

/// A layer that cannot be built, by name.
final class MisfitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /// Layers print their settings, which may be long tables.
    private static final int MOST_CHARACTERS = 400;

    MisfitException(String layer, IllegalArgumentException cause) {
        super(layer + ": " + cut(String.valueOf(cause.getMessage())), cause);
    }

    private static String cut(String message) {
        return message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + "…";
    }
}
