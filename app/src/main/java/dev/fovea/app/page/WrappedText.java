package dev.fovea.app.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Breaks texts into lines.
public final class WrappedText {
    /// Between words; a space that does not break keeps two together.
    public static final Pattern WORDS = Pattern.compile("(?<= )");

    /// Between the items of a list, or the stages of a way.
    static final Pattern ITEMS = Pattern.compile("(?<=, )|(?= → )");

    private WrappedText() {}

    /// Lines of at most so many columns, unless a part alone is longer.
    ///
    /// @param indent begins each line but the first
    /// @param between where lines may end
    public static List<String> of(String text, int columns, String indent, Pattern between) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : between.split(text)) {
            if (!line.isEmpty() && line.length() + part.stripTrailing().length() > columns) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent).append(part.stripLeading());
            } else {
                line.append(part);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
