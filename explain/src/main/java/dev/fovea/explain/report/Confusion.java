package dev.fovea.explain.report;

import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Pixels;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A confusion matrix, drawn: rows are what images are, columns what they were taken for. Mistakes are
/// orange, the darker the more; what was right, on the diagonal, is green.
final class Confusion {
    /// Classes whose numbers and names can be read.
    private static final int MOST_NUMBERS = 20;
    private static final int CELL = 46;
    private static final int SMALL_CELL = 14;

    /// Classes that have a cell with a frame each; of more, each is a few pixels, or several share one.
    private static final int MOST_CELLS = 100;
    private static final int MOST_SIDE = 1000;

    private static final int NONE = 0xFAFAF8;
    private static final List<Integer> WRONG = List.of(NONE, 0xF8CFA8, 0xE8843C, 0xA53C0A);
    private static final List<Integer> RIGHT = List.of(NONE, 0xD3EBE1, 0xA9D8C4);

    private Confusion() {}

    /// As a page shows it.
    static Figure figure(ConfusionMatrix confusion) {
        return isLarge(confusion)
                ? dots(confusion).figure(1)
                : matrix(confusion).names(confusion.labels(), confusion.labels());
    }

    /// As a picture; names of many classes are wider than their cells.
    static Pixels pixels(ConfusionMatrix confusion) {
        if (isLarge(confusion)) {
            return dots(confusion);
        }
        Matrix matrix = matrix(confusion);
        if (matrix.decimals() < 0) {
            return matrix.pixels();
        }
        List<String> names = IntStream.range(0, confusion.labels().size())
                .mapToObj(k -> Faces.name(confusion.labels(), k))
                .toList();
        return matrix.names(names, names).pixels();
    }

    /// Where cells have no names.
    static boolean isLarge(ConfusionMatrix confusion) {
        return confusion.labels().size() > MOST_CELLS;
    }

    private static Matrix matrix(ConfusionMatrix confusion) {
        Tensor counts = counts(confusion);
        boolean numbers = confusion.labels().size() <= MOST_NUMBERS;
        return Matrix.of(counts)
                .scale(wrong(confusion))
                .diagonal(right(confusion))
                .decimals(numbers ? 0 : -1)
                .cell(numbers ? CELL : SMALL_CELL);
    }

    /// A square of pixels for each cell; where there are too many, one for several: the greatest of their
    /// mistakes, or what was right where there are none.
    private static Pixels dots(ConfusionMatrix confusion) {
        int classes = confusion.labels().size();
        int together = Math.ceilDiv(classes, MOST_SIDE);
        int side = Math.ceilDiv(classes, together);
        float[] mistakes = new float[side * side];
        float[] hits = new float[side * side];
        for (int actual = 0; actual < classes; actual++) {
            for (Map.Entry<Integer, Long> cell : confusion.row(actual).entrySet()) {
                int at = actual / together * side + cell.getKey() / together;
                float[] kind = cell.getKey() == actual ? hits : mistakes;
                kind[at] = Math.max(kind[at], cell.getValue());
            }
        }
        ColourScale wrong = wrong(confusion);
        ColourScale right = right(confusion);
        int[] rgb = new int[side * side];
        Arrays.setAll(rgb, i -> mistakes[i] > 0 ? wrong.rgb(mistakes[i]) : right.rgb(hits[i]));
        return new Pixels(side, side, rgb).within(MOST_SIDE);
    }

    private static ColourScale wrong(ConfusionMatrix confusion) {
        return new ColourScale(0, most(confusion, false), WRONG);
    }

    private static ColourScale right(ConfusionMatrix confusion) {
        return new ColourScale(0, most(confusion, true), RIGHT);
    }

    private static double most(ConfusionMatrix confusion, boolean right) {
        long most = 1;
        for (int actual = 0; actual < confusion.labels().size(); actual++) {
            for (Map.Entry<Integer, Long> cell : confusion.row(actual).entrySet()) {
                most = cell.getKey() == actual == right ? Math.max(most, cell.getValue()) : most;
            }
        }
        return most;
    }

    private static Tensor counts(ConfusionMatrix confusion) {
        int classes = confusion.labels().size();
        Tensor counts = Tensor.zeros(Shape.of(classes, classes));
        for (int i = 0; i < counts.values().length; i++) {
            counts.values()[i] = confusion.count(i / classes, i % classes);
        }
        return counts;
    }
}
