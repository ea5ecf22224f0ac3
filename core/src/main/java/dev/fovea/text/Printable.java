package dev.fovea.text;

/// Text of files and arguments made fit to be shown. A control character steers the terminal that shows it, an override
/// of the direction makes a name read as another one; such characters are written as `\u001b` instead.
public final class Printable {
    private static final String LINE_END = "\\s*\\R\\s*";

    /// Letters of a message: what a file holds may be of any length.
    private static final int LONGEST = 1500;

    /// How many letters are kept at the end, because messages say there what to do.
    private static final int END = 500;

    private Printable() {}

    /// A message in one line of at most 1,500 letters: of a longer one the middle is left out.
    public static String message(String text) {
        return cut(line(cut(text)));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int first = LONGEST - END - 3;
        int last = text.length() - END;
        return text.substring(0, first - (Character.isHighSurrogate(text.charAt(first - 1)) ? 1 : 0)) + " … "
                + text.substring(last + (Character.isLowSurrogate(text.charAt(last)) ? 1 : 0));
    }

    /// The text in one line, such as a message, a label or a name: an end of a line becomes a space.
    public static String line(String text) {
        return isClean(text, false) ? text : escaped(text.replaceAll(LINE_END, " ").replace('\t', ' '));
    }

    /// The same of a text of several lines: line feeds, carriage returns and tabs stay.
    ///
    /// A JSON text still has the same meaning, because such characters stand in its strings alone.
    public static String lines(String text) {
        return isClean(text, true) ? text : escaped(text);
    }

    private static boolean isClean(String text, boolean lines) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (isLayout(letter) ? !lines : letter < ' ' || letter > '~' && isUnsafe(text.codePointAt(i))) {
                return false;
            }
            i += Character.isHighSurrogate(letter) ? 1 : 0;
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isUnsafe(c) && !isLayout(c)) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean isLayout(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    /// Controls of both sets, ends of lines and paragraphs, half a surrogate pair, and what turns the direction.
    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            case Character.FORMAT -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
            default -> false;
        };
    }
}
