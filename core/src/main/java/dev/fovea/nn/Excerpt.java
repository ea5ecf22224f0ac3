package dev.fovea.nn;

/// What messages show of settings, which files may hold: one line, not too long.
final class Excerpt {
    private static final int MOST_CHARACTERS = 80;

    private Excerpt() {}

    static String of(Object setting) {
        return cut(setting.toString(), MOST_CHARACTERS);
    }

    static String cut(String text, int most) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= most ? line : line.substring(0, most) + "…";
    }

    /// At most so many characters: what is too long loses its middle.
    static String middle(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = (most - 1) / 2;
        return text.substring(0, most - 1 - end) + "…" + text.substring(text.length() - end);
    }
}
