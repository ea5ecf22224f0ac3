package dev.fovea.explain.architecture;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Scene;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import dev.fovea.text.Figures;
import dev.fovea.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Draws networks as papers do: from left to right a cuboid for each layer, whose height and depth follow the size of
/// its output and whose width follows the channels; dense layers as bars; branches side by side up to where they join;
/// shortcuts as arcs; repeats once, with how often.
///
/// @param subjects under one another, to one scale
public record NetworkDrawing(List<Subject> subjects) {
    private static final double TITLE = 15;
    private static final double TITLE_ROOM = 46;
    private static final double BETWEEN_ROWS = 40;
    private static final double BETWEEN_SUBJECTS = 36;
    private static final double LEGEND = 48;

    /// Names that a message lists.
    private static final int SHOWN = 12;

    private static final double INDENT = 22;
    private static final String NUMBERS = "At each block: height×width×channels of its output, and its parameters.";
    private static final String SIDES = "A side grows with the root of what it stands for.";
    private static final String REPEATS = " ×3: three in a row, each with parameters of its own.";

    /// A network, or a part of one.
    ///
    /// @param parts repeats are folded
    public record Subject(String title, Part.Sequence parts) {}

    public NetworkDrawing {
        subjects = List.copyOf(subjects);
    }

    /// A whole network.
    public static NetworkDrawing of(String name, Network network) {
        return new NetworkDrawing(List.of(subject(name, Anatomy.of(network))));
    }

    /// The part of a network whose first layer has a name in the summary, or that has one in its paper, such as
    /// `inception3a`.
    ///
    /// @throws IllegalArgumentException if there is none
    public static NetworkDrawing of(String name, Network network, String part) {
        Part.Sequence whole = Anatomy.of(network);
        Map<String, Part> parts = new LinkedHashMap<>();
        named(whole).forEach(one -> parts.putIfAbsent(name(one), one));
        List<String> layers = List.copyOf(parts.keySet());
        PaperNames.of(name, whole).forEach(parts::putIfAbsent);
        Part found = parts.get(part);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no part named " + part
                    + Nearest.question(part, List.copyOf(parts.keySet()))
                    + "; expected a layer with a block of its own: "
                    + String.join(", ", layers.subList(0, Math.min(SHOWN, layers.size())))
                    + (layers.size() > SHOWN ? ", …" : ""));
        }
        return new NetworkDrawing(
                List.of(subject(part + " of " + name, new Part.Sequence(List.of(found), found.input()))));
    }

    /// The whole network without its shortcuts: what residual networks are compared with (He et al., 2016).
    ///
    /// @throws IllegalArgumentException if it has none
    public static NetworkDrawing plain(String name, Network network) {
        Part.Sequence parts = Anatomy.of(network);
        Part.Sequence plain = Shortcuts.without(parts);
        if (plain.equals(parts)) {
            throw new IllegalArgumentException(name + " has no shortcuts that could be left out");
        }
        return new NetworkDrawing(List.of(subject(name + " without shortcuts", plain)));
    }

    /// Both, this one above, to one scale.
    public NetworkDrawing above(NetworkDrawing other) {
        return new NetworkDrawing(Stream.concat(subjects.stream(), other.subjects.stream()).toList());
    }

    private static Subject subject(String name, Part.Sequence parts) {
        Part.Sequence folded = Repeats.of(parts);
        List<Part> all = new ArrayList<>(folded.parts());
        Shape input = parts.input();
        all.addFirst(new Part.Block(Part.Kind.INPUT, "input", "input", List.of(), List.of(), input, input, 0));
        return new Subject(
                name + ": " + Figures.count(parts.parameters()) + " parameters", new Part.Sequence(all, input));
    }

    private static Stream<Part> named(Part part) {
        return switch (part) {
            case Part.Block block -> Stream.of(block);
            case Part.Sequence sequence -> sequence.parts().stream().flatMap(NetworkDrawing::named);
            case Part.Repeated repeated -> named(repeated.part());
            case Part.Fork fork -> Stream.concat(
                    Stream.of(fork), fork.branches().stream().flatMap(NetworkDrawing::named));
            case Part.Side side -> Stream.concat(Stream.of(side), named(side.classifier()));
        };
    }

    private static String name(Part part) {
        return switch (part) {
            case Part.Block block -> block.name();
            case Part.Fork fork -> fork.name();
            case Part.Side side -> side.name();
            case Part.Sequence _, Part.Repeated _ -> "";
        };
    }

    /// The drawing.
    public Scene scene() {
        Canvas canvas = new Canvas();
        Size size = draw(canvas);
        return canvas.scene(size.width(), size.height());
    }

    /// Of the page.
    record Size(double width, double height) {}

    Size draw(Canvas canvas) {
        PieceLayout layout = new PieceLayout(Scale.of(subjects.stream().map(Subject::parts).toList()));
        double y = 0;
        double width = 0;
        for (Subject subject : subjects) {
            Lettering lettering = Lettering.of(TITLE).heavy();
            canvas.label(0, y + TITLE, subject.title(), lettering);
            width = Math.max(width, Canvas.room(subject.title(), lettering));
            List<Row> rows = Row.of(layout.pieces(subject.parts()));
            double indent = rows.size() > 1 ? INDENT : 0;
            double axis = y + TITLE_ROOM + rows.getFirst().above();
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                row.draw(canvas, indent, axis);
                width = Math.max(width, row.width() + 2 * indent);
                y = axis + row.below();
                if (i + 1 < rows.size()) {
                    double next = y + BETWEEN_ROWS + rows.get(i + 1).above();
                    row.lead(canvas, indent, axis, rows.get(i + 1), next);
                    axis = next;
                }
            }
            y += BETWEEN_SUBJECTS;
        }
        return new Size(Math.max(width, legend(canvas, y)), y + LEGEND);
    }

    private static Lettering key() {
        return Lettering.of(11).colour(Colours.MUTED);
    }

    /// The colours in use, and what the numbers are; returns how far to the right it reaches.
    private double legend(Canvas canvas, double y) {
        List<Part.Kind> kinds = subjects.stream().flatMap(subject -> NetworkDrawing.named(subject.parts()))
                .filter(Part.Block.class::isInstance).map(part -> ((Part.Block) part).kind()).distinct().sorted()
                .toList();
        double x = 0;
        for (Part.Kind kind : kinds) {
            int colour = BlockPieces.colour(kind);
            canvas.rect(x, y, 11, 11, Ink.fill(Colours.mix(Colours.WHITE, colour, 0.38)).border(colour, 1));
            canvas.label(x + 16, y + 10, kind.title(), key());
            x += 16 + Canvas.room(kind.title(), key()) + 18;
        }
        boolean repeats = subjects.stream().anyMatch(subject -> repeats(subject.parts()));
        String sides = SIDES + (repeats ? REPEATS : "");
        canvas.label(0, y + 29, NUMBERS, key());
        canvas.label(0, y + 29 + Canvas.LINE, sides, key());
        return Math.max(x, Math.max(Canvas.room(NUMBERS, key()), Canvas.room(sides, key())));
    }

    private static boolean repeats(Part part) {
        return switch (part) {
            case Part.Block _ -> false;
            case Part.Sequence sequence -> sequence.parts().stream().anyMatch(NetworkDrawing::repeats);
            case Part.Repeated _ -> true;
            case Part.Fork fork -> fork.branches().stream().anyMatch(NetworkDrawing::repeats);
            case Part.Side side -> repeats(side.classifier());
        };
    }
}
