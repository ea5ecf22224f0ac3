package dev.fovea.explain.report;

import dev.fovea.explain.picture.ColourScale;
import dev.fovea.explain.picture.Colours;
import dev.fovea.explain.picture.Figure;
import dev.fovea.explain.picture.Matrix;
import dev.fovea.explain.picture.Pixels;
import dev.fovea.explain.picture.Sheet;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A confusion matrix, drawn: rows are what images are, columns what they were taken for. The colours show the
/// mistakes; the diagonal, what was right, takes the darkest.
final class Confusion {
    /// Classes whose numbers and names can be read.
    private static final int MOST_NUMBERS = 20;
    private static final int CELL = 46;
    private static final int SMALL_CELL = 14;

    private Confusion() {}

    static Figure figure(ConfusionMatrix confusion) {
        Tensor counts = counts(confusion);
        boolean numbers = confusion.labels().size() <= MOST_NUMBERS;
        return Matrix.of(counts)
                .scale(scale(counts))
                .decimals(numbers ? 0 : -1)
                .cell(numbers ? CELL : SMALL_CELL)
                .names(confusion.labels(), confusion.labels());
    }

    static Pixels pixels(ConfusionMatrix confusion) {
        Tensor counts = counts(confusion);
        ColourScale scale = scale(counts);
        int classes = confusion.labels().size();
        if (classes > MOST_NUMBERS) {
            return Pixels.channel(counts, 0, scale).enlarged(SMALL_CELL);
        }
        Pixels empty = square(Colours.WHITE);
        List<Sheet.Tile> tiles = new ArrayList<>(List.of(Sheet.Tile.of(empty)));
        confusion.labels().forEach(label -> tiles.add(Sheet.Tile.of(empty, label)));
        for (int actual = 0; actual < classes; actual++) {
            tiles.add(Sheet.Tile.of(empty, confusion.labels().get(actual)));
            for (int said = 0; said < classes; said++) {
                float count = counts.at(actual, said);
                tiles.add(Sheet.Tile.of(square(scale.rgb(count)), Integer.toString((int) count)));
            }
        }
        return Sheet.of("rows: what it is; columns: what it was taken for", classes + 1, tiles).side(1).pixels();
    }

    private static Pixels square(int colour) {
        int side = CELL / 2;
        return new Pixels(side, side, Collections.nCopies(side * side, colour).stream().mapToInt(one -> one).toArray());
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
