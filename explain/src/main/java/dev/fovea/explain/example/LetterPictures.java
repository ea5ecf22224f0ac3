package dev.fovea.explain.example;

import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Numerals;
import dev.fovea.drawing.Panel;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The pictures of [Letters].
final class LetterPictures {
    /// The height of a map's cells in pixels.
    private static final double MAP = 30;

    private LetterPictures() {}

    static Map<String, byte[]> of(Letters letters) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("xo-four-steps.svg", Drawn.bytes(steps(letters), "Convolution in four steps"));
        pictures.put("xo-maps-of-x.svg", Drawn.bytes(maps(letters.x()), "The way of an X through the network"));
        pictures.put("xo-maps-of-o.svg", Drawn.bytes(maps(letters.o()), "The way of an O through the network"));
        pictures.put("xo-second-pass.svg", Drawn.bytes(
                Panel.column(30, secondPass(letters.x()), secondPass(letters.o())),
                "The second pass: convolution, ReLU and pooling again, beside pooling alone"));
        pictures.put("xo-vote.svg", Drawn.bytes(vote(letters), "The vote"));
        return pictures;
    }

    private static Figure steps(Letters letters) {
        List<Figure> rows = new ArrayList<>();
        for (int index : List.of(8, 24)) {
            WindowStep step = letters.steps().get(index);
            LetterMaps.Feature feature = letters.x().features().getFirst();
            String value = Numerals.fixed(feature.convolved().at(step.row(), step.column()), 2);
            rows.add(Panel.row(
                    18,
                    Drawn.letter(letters.x().letter().pixels(), 22).mark(step.top(), step.left(), 3, 3, Drawn.WINDOW)
                            .titled("1. Align"),
                    Drawn.sign("×"),
                    Matrix.of(feature.kernel()).cell(30).titled("the feature \\"),
                    Drawn.sign("="),
                    Drawn.signed(step.products(), 30).titled("2. Multiply"),
                    Drawn.sign("→"),
                    Panel.column(
                            6, Drawn.note("3. Add: " + Numerals.fixed(step.sum(), 0), 40),
                            Drawn.note("4. Divide by 9: " + value, 40)),
                    Drawn.sign("→"),
                    Matrix.of(feature.convolved()).decimals(2).scale(ColourScale.diverging(1)).cell(30)
                            .mark(step.row(), step.column(), 1, 1, Drawn.WINDOW).titled("its place in the map")));
        }
        return Panel.column(26, rows.toArray(Figure[]::new));
    }

    private static Figure maps(LetterMaps maps) {
        double across = Drawn.across(maps.features().stream()
                .flatMap(one -> Stream.of(one.convolved(), one.rectified(), one.pooled(), one.second()))
                .map(values -> Drawn.map(values, MAP)));
        List<Figure> rows = new ArrayList<>();
        for (LetterMaps.Feature feature : maps.features()) {
            rows.add(Panel.row(
                    16, Matrix.of(feature.kernel()).cell(24).titled("feature " + feature.name()), Drawn.sign("→"),
                    Drawn.map(feature.convolved(), MAP).across(across).titled("convolution"), Drawn.sign("→"),
                    Drawn.map(feature.rectified(), MAP).across(across).titled("ReLU"), Drawn.sign("→"),
                    Drawn.map(feature.pooled(), MAP).across(across).titled("pooled"), Drawn.sign("→"),
                    Drawn.map(feature.second(), MAP).across(across).titled("pooled again")));
        }
        return Panel.row(
                24, Drawn.letter(maps.letter().pixels(), 22).titled(maps.letter().name()),
                Panel.column(20, rows.toArray(Figure[]::new)));
    }

    private static Figure secondPass(LetterMaps maps) {
        double across = Drawn.across(maps.features().stream()
                .flatMap(one -> Stream.of(one.pooled(), one.again().convolved()))
                .map(values -> Drawn.map(values, MAP)));
        List<Figure> rows = new ArrayList<>();
        for (LetterMaps.Feature feature : maps.features()) {
            rows.add(Panel.row(
                    16, Drawn.map(feature.pooled(), MAP).across(across).titled("first pass " + feature.name()),
                    Drawn.sign("→"),
                    Drawn.map(feature.again().convolved(), MAP).across(across).titled("convolution"), Drawn.sign("→"),
                    Drawn.map(feature.again().rectified(), MAP).across(across).titled("ReLU"), Drawn.sign("→"),
                    Drawn.map(feature.again().pooled(), MAP).across(across).titled("pooled"), Drawn.sign("beside"),
                    Drawn.map(feature.second(), MAP).across(across).titled("pooling alone")));
        }
        return Panel.row(
                24, Drawn.letter(maps.letter().pixels(), 22).titled(maps.letter().name()),
                Panel.column(20, rows.toArray(Figure[]::new)));
    }

    private static Figure vote(Letters letters) {
        List<String> places = IntStream.rangeClosed(1, 12).mapToObj(String::valueOf).toList();
        Tensor lists = Tensor.zeros(Shape.of(3, 12));
        for (int i = 0; i < 3; i++) {
            System.arraycopy(letters.votes().get(i).list().values(), 0, lists.values(), 12 * i, 12);
        }
        Matrix matrix = Matrix.of(lists).decimals(2).scale(ColourScale.sequential(0, 1.4))
                .names(List.of("X", "O", "a third picture"), places);
        for (int place : letters.votes().getFirst().places().x()) {
            matrix = matrix.mark(0, place - 1, 1, 1, Colours.VERMILION).mark(2, place - 1, 1, 1, Colours.VERMILION);
        }
        for (int place : letters.votes().getFirst().places().o()) {
            matrix = matrix.mark(1, place - 1, 1, 1, Colours.GREEN).mark(2, place - 1, 1, 1, Colours.GREEN);
        }
        double[] x = letters.votes().stream().mapToDouble(Vote::x).toArray();
        double[] o = letters.votes().stream().mapToDouble(Vote::o).toArray();
        Tensor votes = Tensor.zeros(Shape.of(3, 2));
        for (int i = 0; i < 3; i++) {
            votes.values()[2 * i] = (float) x[i];
            votes.values()[2 * i + 1] = (float) o[i];
        }
        Matrix result = Matrix.of(votes).decimals(2).scale(ColourScale.sequential(0, 1.4))
                .names(List.of(), List.of("for X", "for O")).cell(40);
        return Panel.column(
                12,
                Drawn.note("Each list has 12 numbers; orange frames are where that of an X is high, green frames where"
                        + " that of an O is. The vote for a letter is the mean of the framed numbers of its colour. Of"
                        + " the third picture only the list is given.", 100),
                Panel.row(30, matrix, Drawn.sign("→"), result));
    }
}
