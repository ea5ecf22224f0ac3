package dev.fovea.explain.example;

import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Lettering;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Words;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pictures of [SlidingWindow].
final class WindowPictures {
    /// More places than these would make a picture that nobody reads.
    private static final int MOST = 36;

    private WindowPictures() {}

    static Map<String, byte[]> of(SlidingWindow example) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("convolution-steps.svg", Drawn.bytes(steps(example), example.title()));
        pictures.put("convolution-channels.svg", Drawn.bytes(
                channels(example.channels()), "Three channels, two kernels, two maps"));
        return pictures;
    }

    private static Figure steps(SlidingWindow example) {
        Tensor kernel = example.setting().kernel();
        int height = kernel.shape().dim(0);
        int width = kernel.shape().dim(1);
        List<Figure> rows = new ArrayList<>();
        for (WindowStep step : example.steps().stream().limit(MOST).toList()) {
            Matrix image = Drawn.signed(example.padded(), 32)
                    .mark(step.top(), step.left(), height, width, Drawn.WINDOW);
            if (example.padded().shape().equals(example.setting().image().shape())) {
                rows.add(step(example, step, image));
            } else {
                Tensor inner = example.setting().image();
                rows.add(step(
                        example, step,
                        image.mark(
                                example.top(), example.left(), inner.shape().dim(0), inner.shape().dim(1),
                                Colours.MUTED)));
            }
        }
        int columns = rows.size() > 4 ? 2 : 1;
        return Panel.grid(columns, 34, rows);
    }

    private static Figure step(SlidingWindow example, WindowStep step, Matrix image) {
        return Panel.row(
                14, image.titled("image"), Drawn.sign("×"),
                Drawn.signed(example.setting().kernel(), 32).titled("kernel"), Drawn.sign("="),
                Drawn.signed(step.products(), 32).titled("products"), Drawn.sign("→"),
                Words.of(sum(example, step), Lettering.of(15).heavy().middle()),
                Drawn.sign("→"),
                Drawn.signed(example.result(), 32).mark(step.row(), step.column(), 1, 1, Drawn.WINDOW)
                        .titled("output"));
    }

    private static String sum(SlidingWindow example, WindowStep step) {
        String sum = "sum\n" + SlidingWindow.number(step.sum());
        float bias = example.setting().bias();
        float output = example.result().at(step.row(), step.column());
        return bias == 0
                ? sum
                : sum + "\nplus bias\n" + SlidingWindow.number(bias) + "\n= " + SlidingWindow.number(output);
    }

    private static Figure channels(SlidingWindow.ManyChannels channels) {
        List<Figure> rows = new ArrayList<>();
        for (int k = 0; k < channels.sums().size(); k++) {
            List<Figure> row = new ArrayList<>();
            for (int c = 0; c < 3; c++) {
                String colour = List.of("red", "green", "blue").get(c);
                row.add(Panel.row(
                        16, Drawn.signed(Planes.channel(channels.image(), c), 26).titled(colour), Drawn.sign("∗"),
                        Drawn.signed(channels.kernel(k, c), 26).titled("kernel " + (k + 1))));
                row.add(Drawn.sign(c < 2 ? "+" : "="));
            }
            row.add(Drawn.signed(channels.sums().get(k), 36).titled("map " + (k + 1)));
            rows.add(Panel.row(20, row.toArray(Figure[]::new)));
        }
        return Panel.column(28, rows.toArray(Figure[]::new));
    }
}
