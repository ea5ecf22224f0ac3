package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Colours;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Ink;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Svg;
import dev.fovea.op.Flattening;
import dev.fovea.op.Node;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Tensors of rank 0 to 4, and how their numbers lie in memory: channels last and channels first, and what reshaping,
/// flattening and transposition do.
///
/// @param image height × width × channels; each number tells where it belongs: channel, row, column, counted from 1
/// @param last the image's numbers as they lie in memory, channels last (NHWC)
/// @param first the same, channels first (NCHW)
/// @param matrix 2 × 3
/// @param reshaped the matrix as 3 × 2
/// @param transposed the matrix with rows for columns
/// @param flat the matrix as a list
public record TensorShapes(
        Tensor image, Tensor last, Tensor first, Tensor matrix, Tensor reshaped, Tensor transposed, Tensor flat)
        implements Example {
    private static final List<String> COLOURS = List.of("red", "green", "blue");

    public static TensorShapes of(Backend backend) {
        float[] values = new float[2 * 2 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 * (i % 3 + 1) + 10 * (i / 6 + 1) + i / 3 % 2 + 1;
        }
        Tensor image = Tensor.of(Shape.of(2, 2, 3), values);
        Calculation calculation = new Calculation(backend);
        Node batch = calculation.input("image", image);
        Node channelsFirst = new Transpose(List.of(0, 3, 1, 2)).on(batch);
        Tensor matrix = Planes.counting(1, 2, 3);
        Node rows = calculation.input("matrix", matrix);
        return new TensorShapes(
                image, row(calculation.value(new Flattening().on(batch))),
                row(calculation.value(new Flattening().on(channelsFirst))), matrix,
                calculation.value(new Reshaping(Shape.batch(3, 2)).on(rows)),
                calculation.value(new Transpose(List.of(0, 2, 1)).on(rows)),
                row(calculation.value(new Flattening().on(rows))));
    }

    private static Tensor row(Tensor list) {
        return Planes.shaped(list, 1, list.values().length);
    }

    @Override
    public String title() {
        return "Shapes: tensors of rank 0, 1, 2, 3, 4, and how they lie in memory";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text("A tensor is a block of numbers. Its rank says how many numbers name a place in it, its"
                + " shape how far each of them counts."));
        page.add(new Block.Table(
                List.of("rank", "shape", "numbers", "is called", "for example"),
                List.of(
                        rank(Shape.SCALAR, "()", "number", "how wrong a network is, its loss"),
                        rank(Shape.of(10), "10", "vector", "how likely each of ten digits is"),
                        rank(Shape.of(28, 28), "28×28", "matrix", "a grey picture, rows × columns"),
                        rank(Shape.of(32, 32, 3), "32×32×3", "tensor", "a picture in red, green and blue"),
                        rank(Shape.of(128, 32, 32, 3), "128×32×32×3", "tensor", "128 such pictures, a batch")),
                List.of(1, 3, 4)));
        page.add(Block.picture("shapes-ranks.svg"));
        page.add(Block.text("A network takes in some pictures at a time, a batch, because that is quicker than one by"
                + " one; in training there is a better reason too (see fovea show descent). The kernels of a"
                + " convolution have rank 4 as well: height × width × channels × kernels (see fovea show"
                + " convolution)."));
        page.add(new Block.Heading("Channels last or channels first"));
        page.add(Block.text("A picture of 2 × 2 pixels in three colours. Here each number tells where it belongs: the"
                + " hundreds are the channel, the tens the row, the ones the column."));
        page.add(new Block.Row(planes().stream().<Block.Piece>map(plane -> plane).toList()));
        page.add(Block.text("Memory is one long row. NHWC, batch × height × width × channels, puts the three numbers of"
                + " a pixel side by side; so does Fovea. NCHW, batch × channels × height × width, puts the whole of a"
                + " colour before the next."));
        page.add(Block.picture("shapes-memory.svg"));
        page.add(Block.row(Block.Grid.of("NHWC in memory", last)));
        page.add(Block.row(Block.Grid.of("NCHW in memory", first)));
        page.add(Block.text("Where the number of picture n, row h, column w, channel c stands in it, counted from 0;"
                + " H, W and C are how many rows, columns and channels there are:"));
        page.add(Block.lines("NHWC    ((n · H + h) · W + w) · C + c", "NCHW    ((n · C + c) · H + h) · W + w"));
        page.add(new Block.Heading("Reshape, flatten, transpose"));
        page.add(Block.picture("shapes-changes.svg"));
        page.add(Block.row(
                Block.Grid.of("2×3", matrix), new Block.Sign("→"), Block.Grid.of("reshaped to 3×2", reshaped),
                Block.Grid.of("transposed, 3×2", transposed)));
        page.add(Block.row(
                Block.Grid.of("flattened", flat),
                Block.Grid.of("the transposed one in memory", row(transposed))));
        page.add(Block.text("Reshaping leaves the row of numbers in memory as it is and only counts it off in another"
                + " way; flattening is reshaping to one row, as in fovea show xo before the vote. Transposition moves"
                + " numbers: rows become columns. From NHWC to NCHW one needs a transposition; a reshape to the same"
                + " shape would mix up the colours."));
        return page;
    }

    private static List<String> rank(Shape shape, String written, String name, String example) {
        return List.of(
                Integer.toString(shape.rank()), written, String.format(Locale.ROOT, "%,d", shape.size()),
                name, example);
    }

    private List<Block.Grid> planes() {
        List<Block.Grid> planes = new ArrayList<>();
        for (int c = 0; c < COLOURS.size(); c++) {
            planes.add(Block.Grid.of(COLOURS.get(c), Planes.channel(image, c)));
        }
        return planes;
    }

    @Override
    public Map<String, byte[]> pictures() {
        Figure ranks = Panel.row(
                44, new Stack(1, 1, 1, 1).titled("rank 0", "a number"),
                new Stack(1, 5, 1, 1).titled("rank 1", "a vector"), new Stack(4, 5, 1, 1).titled("rank 2", "a matrix"),
                new Stack(4, 5, 3, 1).titled("rank 3", "a picture"),
                new Stack(4, 5, 3, 4).titled("rank 4", "a batch of pictures"));
        List<Figure> planes = new ArrayList<>();
        planes().forEach(plane -> planes.add(coloured(plane.values()).titled(plane.caption())));
        Figure memory = Panel.column(
                20, Panel.row(24, planes.toArray(Figure[]::new)),
                coloured(last).titled("NHWC in memory", "the three numbers of a pixel side by side"),
                coloured(first).titled("NCHW in memory", "the whole of a colour before the next"));
        Figure changes = Panel.column(
                20, Panel.row(
                        24, Matrix.of(matrix).titled("2×3"), Drawn.sign("→"),
                        Matrix.of(reshaped).titled("reshaped to 3×2"), Matrix.of(transposed).titled("transposed, 3×2")),
                Matrix.of(flat).titled("in memory, also when reshaped or flattened"),
                Matrix.of(row(transposed)).titled("the transposed one in memory"));
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("shapes-ranks.svg", Drawn.bytes(ranks, "Tensors of rank 0 to 4"));
        pictures.put("shapes-memory.svg", Drawn.bytes(memory, "How a picture lies in memory"));
        pictures.put("shapes-changes.svg", Drawn.bytes(changes, "Reshape, flatten, transpose"));
        return pictures;
    }

    /// By the hundreds: red, green, blue.
    private static Matrix coloured(Tensor values) {
        return Matrix.of(values).scale(new ColourScale(116, 316, List.of(
                Colours.mix(Colours.WHITE, Colours.VERMILION, .45), Colours.mix(Colours.WHITE, Colours.GREEN, .45),
                Colours.mix(Colours.WHITE, Colours.BLUE, .45))));
    }

    /// Cells of a block of numbers: planes behind one another, blocks side by side.
    private record Stack(int rows, int columns, int planes, int blocks) implements Figure {
        private static final double CELL = 18;
        private static final double BEHIND = 12;
        private static final double GAP = 16;

        private double block() {
            return columns * CELL + (planes - 1) * BEHIND;
        }

        @Override
        public double width() {
            return Math.max(90, blocks * (block() + GAP) - GAP);
        }

        @Override
        public double height() {
            return 4 * CELL + 2 * BEHIND;
        }

        @Override
        public void draw(Svg svg, double x, double y) {
            for (int block = 0; block < blocks; block++) {
                for (int plane = planes - 1; plane >= 0; plane--) {
                    int colour = planes == 1
                            ? Colours.SKY
                            : List.of(Colours.VERMILION, Colours.GREEN, Colours.BLUE).get(plane);
                    double left = x + block * (block() + GAP) + plane * BEHIND;
                    double top = y + (planes - 1 - plane) * BEHIND;
                    for (int i = 0; i < rows * columns; i++) {
                        svg.rect(
                                left + i % columns * CELL, top + i / columns * CELL, CELL, CELL, 0,
                                Ink.fill(Colours.mix(Colours.WHITE, colour, .35)).border(colour, 1));
                    }
                }
            }
        }
    }
}
