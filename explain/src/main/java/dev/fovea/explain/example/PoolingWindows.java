package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Numerals;
import dev.fovea.drawing.Panel;
import dev.fovea.op.AveragePooling;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Window;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Max and average pooling, with windows that overlap, that do not, that hang over the border.
///
/// @param walk over a map of 7 × 7, that of a feature on the letter X after ReLU
public record PoolingWindows(List<Case> cases, Case walk) implements Example {
    /// So many windows of the walk are drawn with numbers; a table has all.
    private static final int PRINTED = 2;

    public PoolingWindows {
        cases = List.copyOf(cases);
    }

    /// One image under one pooling.
    ///
    /// @param name in words
    /// @param places where each window begins, row by row; negative in a border
    public record Case(String name, Tensor image, Pooling pooling, List<Place> places, Tensor max, Tensor average) {
        /// A window's part that lies inside the image.
        public record Place(int top, int left, int height, int width) {}

        /// The numbers in a window.
        private List<Float> seen(int index) {
            Place place = places.get(index);
            List<Float> numbers = new ArrayList<>();
            for (float value : Planes.part(image, place.top, place.left, place.height, place.width).values()) {
                numbers.add(value);
            }
            return numbers;
        }

        static Case of(String name, Tensor image, Pooling pooling, Backend backend) {
            Calculation calculation = new Calculation(backend);
            Node x = calculation.plane("image", image);
            Window window = pooling.window(x.shape());
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < window.oh() * window.ow(); i++) {
                int top = i / window.ow() * window.strideH() - window.top();
                int left = i % window.ow() * window.strideW() - window.left();
                int bottom = Math.min(top + window.r(), window.h());
                int right = Math.min(left + window.s(), window.w());
                places.add(new Place(
                        Math.max(0, top), Math.max(0, left), bottom - Math.max(0, top), right - Math.max(0, left)));
            }
            return new Case(
                    name, image, pooling, places, Planes.channel(calculation.value(new MaxPooling(pooling).on(x)), 0),
                    Planes.channel(calculation.value(new AveragePooling(pooling).on(x)), 0));
        }
    }

    public static PoolingWindows of(Backend backend) {
        Tensor nine = Planes.counting(1, 3, 3);
        Tensor four = Planes.matrix(
                new float[] {1, 3, 2, 1}, new float[] {4, 6, 5, 0}, new float[] {7, 2, 9, 8}, new float[] {0, 1, 3, 4});
        return new PoolingWindows(List.of(
                Case.of("Overlapping: 2 × 2, stride 1", nine, Pooling.of(2, 1), backend),
                Case.of("Side by side: 2 × 2, stride 2", four, Pooling.of(2, 2), backend),
                Case.of("A border: 2 × 2, stride 1, SAME", nine, Pooling.of(2, 1).padding(Padding.SAME), backend),
                Case.of("Rounded up: 2 × 2, stride 2, ceil", nine, Pooling.of(2, 2).ceil(true), backend)),
                Case.of(
                        "A walk over 7 × 7: 2 × 2, stride 2, ceil",
                        LetterMaps.of(Letter.x(), backend).features().getFirst().rectified(),
                        Pooling.of(2, 2).ceil(true), backend));
    }

    @Override
    public String title() {
        return "Pooling: one number for each window";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A window moves over a feature map. Max pooling keeps the greatest number of each window,"
                + " average pooling the mean. The map becomes smaller; each channel is pooled by itself, and nothing is"
                + " learned; and a feature may move a little without a change of the output."));
        page.add(Block.picture("pooling.svg"));
        Case first = cases.getFirst();
        page.add(new Block.Heading(first.name));
        for (int i = 0; i < first.places.size(); i++) {
            Case.Place place = first.places.get(i);
            int row = i / first.max.shape().dim(1);
            int column = i % first.max.shape().dim(1);
            page.add(Block.row(
                    Block.Grid.of("step " + (i + 1), first.image)
                            .window(place.top, place.left, place.height, place.width),
                    new Block.Sign("→"), Block.Grid.of("max", first.max).window(row, column, 1, 1),
                    Block.Grid.of("average", first.average).window(row, column, 1, 1)));
        }
        for (Case other : cases.subList(1, cases.size())) {
            page.add(new Block.Heading(other.name));
            page.add(Block.row(
                    Block.Grid.of("image", other.image), new Block.Sign("→"), Block.Grid.of("max", other.max),
                    Block.Grid.of("average", other.average)));
            if (other.pooling.padding().equals(Padding.SAME)) {
                page.add(Block.text("The odd row and column of the border lie at the bottom and the right. They count"
                        + " as −∞, less than any number, for the maximum and not at all for the mean: the last"
                        + " average is that of one number."));
            } else if (other.pooling.ceil()) {
                page.add(Block.text(
                        "3 is no multiple of 2. Rounded up, ceil for ceiling, there are two windows a row all the same;"
                                + " the last ones hang over the border and see what is there."));
            }
        }
        addWalk(page);
        return page;
    }

    private void addWalk(List<Block> page) {
        page.add(new Block.Heading(walk.name));
        page.add(Block.text("The map of the feature \\ on an X, after ReLU, as in show xo. The window moves by 2 to the"
                + " right, at the end of a row by 2 down; in the last column and row it hangs over the border:"));
        page.add(Block.picture("pooling-walk.svg"));
        List<Block.Piece> steps = new ArrayList<>();
        for (int i = 0; i < PRINTED; i++) {
            Case.Place place = walk.places.get(i);
            steps.add(Block.Grid.of(step(i), walk.image)
                    .decimals(2)
                    .window(place.top, place.left, place.height, place.width));
        }
        page.add(new Block.Row(steps));
        page.add(new Block.Lines(IntStream.range(0, PRINTED).mapToObj(this::mean).toList()));
        page.add(Block.text("So " + walk.places.size() + " times, until both maps are full:"));
        page.add(Block.row(
                Block.Grid.of("max", walk.max).decimals(2), Block.Grid.of("average", walk.average).decimals(2)));
        page.add(Block.text("Each window with the numbers that it sees, at the border two or one:"));
        page.add(new Block.Table(
                List.of("step", "rows", "columns", "sees", "max", "average"),
                IntStream.range(0, walk.places.size()).mapToObj(this::line).toList(), List.of(1, 2, 3)));
    }

    /// The mean of a window, written out.
    private String mean(int index) {
        List<String> numbers = walk.seen(index).stream().map(value -> Numerals.fixed(value, 2)).toList();
        return "average " + (index + 1) + "  (" + String.join(" + ", numbers) + ") / " + numbers.size() + " = "
                + Numerals.fixed(walk.average.values()[index], 2);
    }

    private List<String> line(int index) {
        Case.Place place = walk.places.get(index);
        String numbers =
                walk.seen(index).stream().map(value -> Numerals.fixed(value, 2)).collect(Collectors.joining(" "));
        return List.of(
                Integer.toString(index + 1), span(place.top, place.height), span(place.left, place.width), numbers,
                Numerals.fixed(walk.max.values()[index], 2), Numerals.fixed(walk.average.values()[index], 2));
    }

    /// Counted from 1.
    private static String span(int first, int count) {
        return count == 1 ? Integer.toString(first + 1) : (first + 1) + " to " + (first + count);
    }

    private String step(int index) {
        return "step " + (index + 1) + ", max " + Numerals.fixed(walk.max.values()[index], 2);
    }

    @Override
    public Map<String, byte[]> pictures() {
        Case first = cases.getFirst();
        List<Figure> rows = new ArrayList<>();
        for (int i = 0; i < first.places.size(); i++) {
            Case.Place place = first.places.get(i);
            int row = i / first.max.shape().dim(1);
            int column = i % first.max.shape().dim(1);
            rows.add(Panel.row(
                    14,
                    Matrix.of(first.image).mark(place.top, place.left, place.height, place.width, Drawn.WINDOW)
                            .titled("step " + (i + 1)),
                    Drawn.sign("→"), Matrix.of(first.max).mark(row, column, 1, 1, Drawn.WINDOW).titled("max"),
                    Matrix.of(first.average).mark(row, column, 1, 1, Drawn.WINDOW).titled("average")));
        }
        List<Figure> others = new ArrayList<>();
        for (Case other : cases.subList(1, cases.size())) {
            others.add(Panel.row(
                    14, Matrix.of(other.image).titled("image"), Drawn.sign("→"), Matrix.of(other.max).titled("max"),
                    Matrix.of(other.average).titled("average")).titled(other.name));
        }
        Figure all = Panel.column(
                26, Panel.grid(2, 30, rows).titled(first.name), Panel.grid(2, 30, others));
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("pooling.svg", Drawn.bytes(all, title()));
        pictures.put("pooling-walk.svg", Drawn.bytes(windows(), "Max pooling walks over a map"));
        return pictures;
    }

    private Figure windows() {
        List<Figure> steps = new ArrayList<>();
        for (int i = 0; i < walk.places.size(); i++) {
            Case.Place place = walk.places.get(i);
            steps.add(Drawn.map(walk.image, 24)
                    .mark(place.top, place.left, place.height, place.width, Drawn.WINDOW)
                    .titled(step(i)));
        }
        return Panel.column(
                26, Panel.grid(walk.max.shape().dim(1), 24, steps), Drawn.map(walk.max, 30).titled("the output"));
    }
}
