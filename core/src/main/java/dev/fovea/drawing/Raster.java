package dev.fovea.drawing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Paints the marks of a [Scene] as pixels: areas by how much of each pixel they cover, of four lines a pixel.
final class Raster {
    /// Pixels for each of the scene's.
    static final double SCALE = 2;

    private static final int LINES = 4;
    private static final double DASH = 5;
    private static final double SPACE = 4;

    private final Pixels pixels;
    private final float[] cover;

    private Raster(Pixels pixels) {
        this.pixels = pixels;
        this.cover = new float[pixels.width() + 2];
    }

    /// A white page.
    static Raster of(double width, double height) {
        return new Raster(Pixels.blank(
                (int) Math.ceil(width * SCALE), (int) Math.ceil(height * SCALE), Colours.WHITE));
    }

    Pixels pixels() {
        return pixels;
    }

    void draw(Scene.Mark mark, double x, double y) {
        switch (mark) {
            case Scene.Area(List<Scene.Point> corners, Ink ink) -> {
                if (ink.fill() != null) {
                    fill(corners, x, y, ink.fill());
                }
                List<Scene.Point> around = new ArrayList<>(corners);
                around.add(corners.getFirst());
                line(around, x, y, ink);
            }
            case Scene.Line(List<Scene.Point> points, Ink ink, boolean arrow) -> {
                line(points, x, y, ink);
                if (arrow && ink.stroke() != null) {
                    head(Scene.Head.of(points), x, y, ink.stroke());
                }
            }
            case Scene.Label label -> {
                // The letters' feet stand on the seventh of eight rows.
                int top = (int) Math.round(SCALE * (y + label.y())) - PixelFont.HEIGHT * 7 / 8;
                double pixelsWide = PixelFont.width(label.words());
                double left = SCALE * (x + label.x()) - switch (label.lettering().anchor()) {
                    case START -> 0;
                    case MIDDLE -> pixelsWide / 2;
                    case END -> pixelsWide;
                };
                PixelFont.write(pixels, label.words(), (int) Math.round(left), top, label.lettering().colour());
            }
        }
    }

    private void head(Scene.Head head, double x, double y, int colour) {
        double backX = head.tip().x() - 8 * head.dx();
        double backY = head.tip().y() - 8 * head.dy();
        fill(
                List.of(head.tip(), new Scene.Point(backX - 4 * head.dy(), backY + 4 * head.dx()),
                        new Scene.Point(backX + 4 * head.dy(), backY - 4 * head.dx())),
                x, y, colour);
    }

    /// Each stretch is an area as wide as the line.
    private void line(List<Scene.Point> points, double x, double y, Ink ink) {
        if (ink.stroke() == null) {
            return;
        }
        for (int i = 1; i < points.size(); i++) {
            Scene.Point from = points.get(i - 1);
            Scene.Point to = points.get(i);
            double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
            double step = ink.dashed() ? DASH + SPACE : Math.max(length, 1);
            for (double at = 0; at < length; at += step) {
                double end = ink.dashed() ? Math.min(at + DASH, length) : length;
                stretch(from, to, at / length, end / length, ink.width() / 2, x, y, ink.stroke());
            }
        }
    }

    private void stretch(
            Scene.Point from, Scene.Point to, double start, double end, double half, double x, double y, int colour) {
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        double length = Math.hypot(dx, dy);
        double sideX = -half * dy / length;
        double sideY = half * dx / length;
        double x1 = from.x() + start * dx - half * dx / length;
        double y1 = from.y() + start * dy - half * dy / length;
        double x2 = from.x() + end * dx + half * dx / length;
        double y2 = from.y() + end * dy + half * dy / length;
        fill(
                List.of(new Scene.Point(x1 + sideX, y1 + sideY), new Scene.Point(x2 + sideX, y2 + sideY),
                        new Scene.Point(x2 - sideX, y2 - sideY), new Scene.Point(x1 - sideX, y1 - sideY)),
                x, y, colour);
    }

    /// Mixes a colour into each pixel by the share of it that the area covers.
    private void fill(List<Scene.Point> corners, double x, double y, int colour) {
        double[] xs = corners.stream().mapToDouble(corner -> SCALE * (x + corner.x())).toArray();
        double[] ys = corners.stream().mapToDouble(corner -> SCALE * (y + corner.y())).toArray();
        int top = Math.max(0, (int) Math.floor(Arrays.stream(ys).min().orElse(0)));
        int bottom = Math.min(pixels.height(), (int) Math.ceil(Arrays.stream(ys).max().orElse(0)));
        int left = Math.max(0, (int) Math.floor(Arrays.stream(xs).min().orElse(0)));
        int right = Math.min(pixels.width(), (int) Math.ceil(Arrays.stream(xs).max().orElse(0)));
        for (int row = top; row < bottom; row++) {
            Arrays.fill(cover, 0);
            for (int line = 0; line < LINES; line++) {
                cover(xs, ys, row + (line + 0.5) / LINES);
            }
            for (int column = left; column < right; column++) {
                if (cover[column] > 0) {
                    int at = row * pixels.width() + column;
                    pixels.rgb()[at] = Colours.mix(pixels.rgb()[at], colour, Math.min(1, cover[column]));
                }
            }
        }
    }

    /// What one horizontal line adds, between each odd crossing of the border and the next.
    private void cover(double[] xs, double[] ys, double at) {
        double[] crossings = new double[xs.length];
        int count = 0;
        for (int i = 0; i < xs.length; i++) {
            int next = (i + 1) % xs.length;
            if (ys[i] <= at != ys[next] <= at) {
                crossings[count++] = xs[i] + (at - ys[i]) / (ys[next] - ys[i]) * (xs[next] - xs[i]);
            }
        }
        Arrays.sort(crossings, 0, count);
        for (int i = 0; i + 1 < count; i += 2) {
            cover(Math.clamp(crossings[i], 0, pixels.width()), Math.clamp(crossings[i + 1], 0, pixels.width()));
        }
    }

    private void cover(double from, double to) {
        int first = (int) from;
        int last = (int) to;
        if (first == last) {
            cover[first] += (float) (to - from) / LINES;
            return;
        }
        cover[first] += (float) (first + 1 - from) / LINES;
        for (int column = first + 1; column < last; column++) {
            cover[column] += 1f / LINES;
        }
        cover[last] += (float) (to - last) / LINES;
    }
}
