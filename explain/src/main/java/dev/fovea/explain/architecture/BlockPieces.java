package dev.fovea.explain.architecture;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Scene.Point;
import dev.fovea.drawing.Words;
import dev.fovea.text.Figures;
import java.util.ArrayList;
import java.util.List;

/// How a block is drawn: on the way as a cuboid of its output's size, inside of branches as a box with words.
final class BlockPieces {
    private static final double SPACE = 5;
    private static final double PADDING = 7;

    /// Letters of a line in a box.
    private static final int LETTERS = 18;

    private BlockPieces() {}

    static int colour(Part.Kind kind) {
        return switch (kind) {
            case INPUT, OTHER -> Colours.MUTED;
            case CONVOLUTION -> Colours.BLUE;
            case POOLING -> Colours.VERMILION;
            case DENSE -> Colours.GREEN;
            case NORMALISATION -> Colours.ORANGE;
            case ACTIVATION -> Colours.PURPLE;
            case SHAPE -> Colours.SKY;
        };
    }

    private record Text(String words, Lettering lettering) {
        double width() {
            return Canvas.room(words, lettering);
        }
    }

    private static double width(List<Text> lines) {
        return lines.stream().mapToDouble(Text::width).max().orElse(0);
    }

    private static void write(Canvas canvas, double middle, double top, List<Text> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Text line = lines.get(i);
            canvas.label(middle, top + Canvas.LINE * (i + 0.8), line.words(), line.lettering().middle());
        }
    }

    private static List<Text> sizes(Part.Block block) {
        List<Text> lines = new ArrayList<>(List.of(new Text(block.output().toString(), Canvas.plain())));
        if (block.parameters() > 0) {
            lines.add(new Text(Figures.count(block.parameters()), Canvas.muted()));
        }
        return lines;
    }

    private static Ink face(int colour, double share) {
        return Ink.fill(Colours.mix(Colours.WHITE, colour, share)).border(Colours.mix(colour, Colours.INK, 0.2), 1);
    }

    /// The size is below it, the layer above.
    record Solid(Part.Block block, Scale.Cuboid cuboid) implements Piece {
        private List<Text> top() {
            List<Text> lines = new ArrayList<>(List.of(new Text(block.label(), Canvas.heading())));
            block.settings().forEach(words -> lines.add(new Text(words, Canvas.muted())));
            block.then().forEach(words -> lines.add(new Text(words, Canvas.plain())));
            return lines;
        }

        private double across() {
            return cuboid.width() + cuboid.right();
        }

        @Override
        public double width() {
            return Math.max(across(), Math.max(BlockPieces.width(top()), BlockPieces.width(sizes(block))));
        }

        @Override
        public double above() {
            return cuboid.height() / 2 + cuboid.up() + SPACE + Canvas.LINE * top().size();
        }

        @Override
        public double below() {
            return cuboid.height() / 2 + SPACE + Canvas.LINE * sizes(block).size();
        }

        @Override
        public double in() {
            return (width() - across()) / 2;
        }

        @Override
        public double out() {
            return in() + across();
        }

        @Override
        public void draw(Canvas canvas, double x, double axis) {
            canvas.block(block.name(), x, axis - above(), x + width(), axis + below());
            double left = x + in();
            double right = left + cuboid.width();
            double top = axis - cuboid.height() / 2;
            double bottom = axis + cuboid.height() / 2;
            double dx = cuboid.right();
            double dy = cuboid.up();
            int colour = colour(block.kind());
            canvas.area(
                    face(colour, 0.22), new Point(left, top), new Point(left + dx, top - dy),
                    new Point(right + dx, top - dy), new Point(right, top));
            canvas.area(
                    face(colour, 0.55), new Point(right, top), new Point(right + dx, top - dy),
                    new Point(right + dx, bottom - dy), new Point(right, bottom));
            canvas.rect(left, top, cuboid.width(), cuboid.height(), face(colour, 0.38));
            double middle = x + width() / 2;
            write(canvas, middle, axis - above(), top());
            write(canvas, middle, bottom + SPACE, sizes(block));
        }
    }

    /// All words are in it.
    record Box(Part.Block block) implements Piece {
        private List<Text> lines() {
            List<Text> lines = new ArrayList<>(List.of(new Text(block.label(), Canvas.heading())));
            add(lines, block.settings(), Canvas.muted());
            add(lines, block.then(), Canvas.plain());
            lines.addAll(sizes(block));
            return lines;
        }

        private static void add(List<Text> lines, List<String> words, Lettering lettering) {
            if (!words.isEmpty()) {
                Words.wrapped(String.join(", ", words), LETTERS, lettering).lines()
                        .forEach(line -> lines.add(new Text(line, lettering)));
            }
        }

        @Override
        public double width() {
            return BlockPieces.width(lines()) + 2 * PADDING;
        }

        private double height() {
            return lines().size() * Canvas.LINE + PADDING;
        }

        @Override
        public double above() {
            return height() / 2;
        }

        @Override
        public double below() {
            return height() / 2;
        }

        @Override
        public void draw(Canvas canvas, double x, double axis) {
            double width = width();
            double top = axis - above();
            canvas.block(block.name(), x, top, x + width, axis + below());
            canvas.rect(x, top, width, height(), face(colour(block.kind()), 0.16));
            write(canvas, x + width / 2, top + PADDING / 2, lines());
        }
    }
}
