package dev.fovea.drawing;

import java.util.ArrayList;
import java.util.List;

/// Lines of text.
public record Words(List<String> lines, Lettering lettering) implements Figure {
    private static final double LEADING = 1.4;

    public Words {
        lines = List.copyOf(lines);
    }

    /// A text; `\n` begins a new line.
    public static Words of(String text, Lettering lettering) {
        return new Words(text.lines().toList(), lettering);
    }

    /// A text broken into lines of at most so many letters.
    public static Words wrapped(String text, int letters, Lettering lettering) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > letters) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return new Words(lines, lettering);
    }

    @Override
    public double width() {
        return lines.stream().mapToDouble(lettering::width).max().orElse(0);
    }

    @Override
    public double height() {
        return lettering.size() * LEADING * lines.size();
    }

    @Override
    public void draw(Svg svg, double x, double y) {
        double at = switch (lettering.anchor()) {
            case START -> x;
            case MIDDLE -> x + width() / 2;
            case END -> x + width();
        };
        for (int i = 0; i < lines.size(); i++) {
            svg.text(at, y + lettering.size() * (LEADING * i + 1.05), lines.get(i), lettering);
        }
    }
}
