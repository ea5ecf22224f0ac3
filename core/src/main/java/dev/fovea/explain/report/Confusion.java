package dev.fovea.explain.report;

import dev.fovea.explain.picture.ColourScale;
import dev.fovea.explain.picture.Figure;
import dev.fovea.explain.picture.Matrix;
import dev.fovea.explain.picture.Pixels;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.List;

/// A confusion matrix, drawn: rows are what images are, columns what they were taken for. The colours show the
/// mistakes; the diagonal, what was right, takes the darkest.
final class Confusion {
    /// Classes whose numbers and names can be read.
    private static final int MOST_NUMBERS = 20;
    private static final int CELL = 46;
    private static final int SMALL_CELL = 14;

    /// Classes that have a cell with a frame each; of more, each is a few pixels, or several share one.
    private static final int MOST_CELLS = 100;
    private static final int MOST_SIDE = 1000;

    private Confusion() {}

    /// As a page shows it.
    static Figure figure(ConfusionMatrix confusion) {
        return isLarge(confusion) ? dots(confusion).figure(1) : matrix(confusion).names(confusion.labels(), confusion.labels());
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
                .scale(scale(counts))
                .decimals(numbers ? 0 : -1)
                .cell(numbers ? CELL : SMALL_CELL);
    }

    /// A square of pixels for each cell; where there are too many, one for several, the greatest of them.
    private static Pixels dots(ConfusionMatrix confusion) {
        Tensor counts = counts(confusion);
        int classes = confusion.labels().size();
        int together = Math.ceilDiv(classes, MOST_SIDE);
        int side = Math.ceilDiv(classes, together);
        Tensor greatest = Tensor.zeros(Shape.of(side, side));
        for (int i = 0; i < counts.values().length; i++) {
            int at = i / classes / together * side + i % classes / together;
            greatest.values()[at] = Math.max(greatest.values()[at], counts.values()[i]);
        }
        return Pixels.channel(greatest, 0, scale(counts)).within(MOST_SIDE);
    }

    private static ColourScale scale(Tensor counts) {
        int classes = counts.shape().dim(0);
        float most = 1;
        for (int i = 0; i < counts.values().length; i++) {
            most = i / classes == i % classes ? most : Math.max(most, counts.values()[i]);
        }
        return ColourScale.sequential(0, 1.5 * most);
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
