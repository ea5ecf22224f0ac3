package dev.fovea.explain.example;

import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Words;
import dev.fovea.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// What the pictures of the examples share.
final class Drawn {
    /// Marks the window of a step: no scale of the examples has it.
    static final int WINDOW = Colours.GREEN;

    private Drawn() {}

    static byte[] bytes(Figure figure, String title) {
        Figure heading = Words.of(title, Lettering.of(17).heavy());
        return Panel.column(14, heading, figure).svg(title).getBytes(StandardCharsets.UTF_8);
    }

    static Figure sign(String sign) {
        return Words.of(sign, Lettering.of(22).colour(Colours.MUTED).middle());
    }

    static Figure note(String text, int letters) {
        return Words.wrapped(text, letters, Lettering.of(12).colour(Colours.MUTED));
    }

    /// A matrix of signed numbers up to 1.
    static Matrix map(Tensor values, double cell) {
        return Matrix.of(values).decimals(2).scale(ColourScale.diverging(1)).cell(cell);
    }

    /// The width that the cells of all of them need.
    static double across(Stream<Matrix> matrices) {
        return matrices.mapToDouble(Matrix::across).max().orElse(0);
    }

    /// Orange above 0, blue below, whether there is anything below or not.
    static Matrix signed(Tensor values, double cell) {
        float limit = 0;
        for (float value : values.values()) {
            limit = Math.max(limit, Math.abs(value));
        }
        return Matrix.of(values).scale(ColourScale.diverging(limit)).cell(cell);
    }

    /// Ink is dark.
    static Matrix letter(Tensor pixels, double cell) {
        return Matrix.of(pixels).decimals(-1).scale(ink()).cell(cell);
    }

    /// Paper at −1, ink at 1.
    private static ColourScale ink() {
        return new ColourScale(-1, 1, List.of(Colours.WHITE, Colours.INK));
    }
}
