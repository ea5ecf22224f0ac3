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
}
