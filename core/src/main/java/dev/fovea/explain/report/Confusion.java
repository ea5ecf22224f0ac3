package dev.fovea.explain.report;

import dev.fovea.explain.picture.ColourScale;
import dev.fovea.explain.picture.Matrix;
import dev.fovea.explain.picture.Pixels;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;

/// A confusion matrix, drawn: rows are what images are, columns what they were taken for. The colours show the
/// mistakes; the diagonal, what was right, takes the darkest.
final class Confusion {
    /// Classes whose numbers and names can be read.
    private static final int MOST_NUMBERS = 20;
    private static final int CELL = 46;
    private static final int SMALL_CELL = 14;

    private Confusion() {}

    static Matrix of(ConfusionMatrix confusion) {
        Tensor counts = counts(confusion);
        boolean numbers = confusion.labels().size() <= MOST_NUMBERS;
        return Matrix.of(counts)
                .scale(scale(counts))
                .decimals(numbers ? 0 : -1)
                .cell(numbers ? CELL : SMALL_CELL)
                .names(confusion.labels(), confusion.labels());
    }

    /// Names of many classes are wider than their cells.
    static Pixels pixels(Matrix confusion) {
        return (confusion.decimals() < 0 ? confusion.names(List.of(), List.of()) : confusion).pixels();
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
