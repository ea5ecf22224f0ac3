package dev.fovea.explain.example;

import static dev.fovea.drawing.Numerals.fixed;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Matrix;
import dev.fovea.drawing.Panel;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.op.Constant;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a computer reads a picture: planes of numbers; and why it does not compare them one by one.
///
/// @param name of the picture
/// @param height in pixels
/// @param width in pixels
/// @param planes red, green and blue, or grey
/// @param comparisons letters beside the X, by pixels and by features
public record PictureNumbers(
        String name, int height, int width, List<Plane> planes, List<Comparison> comparisons) implements Example {
    /// As many numbers of a plane are printed, from its middle.
    private static final int SHOWN = 9;

    /// One colour's numbers.
    ///
    /// @param levels 0 to 255, height × width
    public record Plane(String colour, Tensor levels, float least, double mean, float greatest) {
        static Plane of(String colour, Tensor levels) {
            float least = Float.POSITIVE_INFINITY;
            float greatest = Float.NEGATIVE_INFINITY;
            double sum = 0;
            for (int i = 0; i < levels.values().length; i++) {
                int level = Math.round(levels.values()[i]);
                levels.values()[i] = level;
                least = Math.min(least, level);
                greatest = Math.max(greatest, level);
                sum += level;
            }
            return new Plane(colour, levels, least, sum / levels.values().length, greatest);
        }
    }

    /// A letter beside the X.
    ///
    /// @param samePixels of 81
    /// @param best the best fit of each of the three features
    public record Comparison(Letter letter, int samePixels, List<Float> best, Vote vote) {}

    public PictureNumbers {
        planes = List.copyOf(planes);
        comparisons = List.copyOf(comparisons);
    }

    /// An orange X on blue, in colour.
    public static PictureNumbers builtIn(Backend backend) {
        Tensor letter = Letter.x().pixels();
        float[] ink = {230 / 255f, 120 / 255f, 20 / 255f};
        float[] paper = {25 / 255f, 60 / 255f, 110 / 255f};
        Tensor image = Tensor.zeros(Shape.of(Letter.SIDE, Letter.SIDE, 3));
        for (int i = 0; i < image.values().length; i++) {
            image.values()[i] = (letter.values()[i / 3] > 0 ? ink : paper)[i % 3];
        }
        return of("the built-in X", image, backend);
    }

    /// @param image height × width × 1 or 3, values from 0 to 1
    public static PictureNumbers of(String name, Tensor image, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Tensor levels = calculation.value(calculation.input("image", image).times(Constant.of(255)));
        List<String> colours = image.shape().dim(2) == 1 ? List.of("grey") : List.of("red", "green", "blue");
        List<Plane> planes = new ArrayList<>();
        for (int c = 0; c < colours.size(); c++) {
            planes.add(Plane.of(colours.get(c), Planes.channel(levels, c)));
        }
        return new PictureNumbers(name, image.shape().dim(0), image.shape().dim(1), planes, compare(backend));
    }

    private static List<Comparison> compare(Backend backend) {
        LetterMaps x = LetterMaps.of(Letter.x(), backend);
        LetterMaps o = LetterMaps.of(Letter.o(), backend);
        Vote.Places places = Vote.Places.of(x, o);
        List<Comparison> comparisons = new ArrayList<>();
        for (Letter letter : List.of(Letter.x(), Letter.o(), Letter.deformedX(), Letter.x().shifted(0, 1))) {
            LetterMaps maps = LetterMaps.of(letter, backend);
            comparisons.add(new Comparison(
                    letter, letter.samePixels(Letter.x()),
                    maps.features().stream().map(LetterMaps.Feature::best).toList(),
                    Vote.of(maps.list(), places, backend)));
        }
        return comparisons;
    }

    @Override
    public String title() {
        return "How a computer reads a picture";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        boolean grey = planes.size() == 1;
        page.add(Block.text("A picture is made of pixels, small squares of one colour each, in rows and columns. This"
                + " one, "
                + name + ", is " + height + " pixels high and " + width + " wide. "
                + (grey
                        ? "It is grey: each pixel is one number, from 0 (dark) to 255 (light). A picture in colour has"
                                + " three planes, red, green and blue."
                        : "Each pixel is three numbers from 0 (dark) to 255 (light): its red, its green and its blue."
                                + " They lie in three planes; a grey picture has only one.")));
        page.add(Block.picture("image-planes.svg"));
        List<List<String>> rows = planes.stream()
                .map(plane -> List.of(
                        plane.colour, fixed(plane.least, 0), fixed(plane.mean, 1), fixed(plane.greatest, 0)))
                .toList();
        page.add(new Block.Table(List.of("plane", "least", "mean", "greatest"), rows, List.of()));
        int top = Math.max(0, (height - SHOWN) / 2);
        int left = Math.max(0, (width - SHOWN) / 2);
        if (height > SHOWN || width > SHOWN) {
            page.add(Block.text("The numbers of its middle, rows " + top + " to " + (Math.min(height, top + SHOWN) - 1)
                    + ", columns " + left + " to " + (Math.min(width, left + SHOWN) - 1) + ":"));
        }
        page.add(new Block.Row(planes.stream()
                .<Block.Piece>map(plane -> Block.Grid.of(plane.colour, middle(plane.levels)).decimals(0))
                .toList()));
        page.add(Block.picture("image-numbers.svg"));
        addComparisons(page);
        return page;
    }

    private Tensor middle(Tensor levels) {
        int rows = Math.min(height, SHOWN);
        int columns = Math.min(width, SHOWN);
        return Planes.part(levels, Math.max(0, (height - SHOWN) / 2), Math.max(0, (width - SHOWN) / 2), rows, columns);
    }

    private void addComparisons(List<Block> page) {
        page.add(new Block.Heading("Why not compare pixel by pixel?"));
        page.add(Block.text("Could a program tell letters apart by counting which pixels are the same? Four letters, ■"
                + " for ink and · for paper:"));
        page.add(new Block.Row(comparisons.stream()
                .<Block.Piece>map(one -> Block.Grid.of(one.letter.name(), one.letter.pixels()).drawn())
                .toList()));
        Comparison o = comparisons.get(1);
        Comparison deformed = comparisons.get(2);
        Comparison shifted = comparisons.get(3);
        page.add(Block.text("The deformed X and the X that was moved by one pixel are not equal to the X: "
                + deformed.samePixels + " and " + shifted.samePixels + " of 81 pixels agree. The O agrees in "
                + o.samePixels + ", so pixel by pixel the moved X is less of an X than the O is. Small patterns still"
                + " match. Three strokes of 3 × 3 pixels, \\, x and /, are laid on each letter, and the table says how"
                + " well each fits where it fits best: 1.00 is a perfect fit. What the three fits say together is a"
                + " vote for X and one for O, and it is right about all four letters (see fovea show xo)."));
        page.add(Block.picture("image-comparison.svg"));
        List<List<String>> rows = comparisons.stream()
                .map(one -> List.of(
                        one.letter.name(), one.samePixels + " of 81", fixed(one.best.get(0), 2),
                        fixed(one.best.get(1), 2),
                        fixed(one.best.get(2), 2), fixed(one.vote.x(), 2), fixed(one.vote.o(), 2), one.vote.letter()))
                .toList();
        page.add(new Block.Table(
                List.of("letter", "same pixels", "\\", "x", "/", "vote X", "vote O", "is"), rows, List.of()));
    }

    @Override
    public Map<String, byte[]> pictures() {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("image-planes.svg", Drawn.bytes(sheet(), "The planes of " + name));
        pictures.put("image-numbers.svg", Drawn.bytes(numbers(), "The numbers of " + name));
        pictures.put("image-comparison.svg", Drawn.bytes(comparison(), "Pixels differ, features match"));
        return pictures;
    }

    /// The picture and its planes, each in its own light.
    private Sheet sheet() {
        List<Sheet.Tile> tiles = new ArrayList<>();
        if (planes.size() == 3) {
            tiles.add(Sheet.Tile.of(whole(0xFFFFFF), "all three"));
            tiles.add(Sheet.Tile.of(whole(0xFF0000), "red"));
            tiles.add(Sheet.Tile.of(whole(0x00FF00), "green"));
            tiles.add(Sheet.Tile.of(whole(0x0000FF), "blue"));
        } else {
            tiles.add(Sheet.Tile.of(whole(0xFFFFFF), "grey"));
        }
        return new Sheet("", 4, 288, tiles);
    }

    private Pixels whole(int mask) {
        int[] rgb = new int[height * width];
        for (int i = 0; i < rgb.length; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[i] = rgb[i] << 8 | Math.round(planes.get(planes.size() == 1 ? 0 : c).levels.values()[i]);
            }
            rgb[i] &= mask;
        }
        return new Pixels(width, height, rgb);
    }

    private Figure numbers() {
        List<List<Integer>> stops = planes.size() == 1
                ? List.of(List.of(0x000000, 0xFFFFFF))
                : List.of(List.of(0x000000, 0xFF4040), List.of(0x000000, 0x30D030), List.of(0x000000, 0x5078FF));
        List<Figure> matrices = new ArrayList<>();
        for (int c = 0; c < planes.size(); c++) {
            matrices.add(Matrix.of(middle(planes.get(c).levels)).decimals(0)
                    .scale(new ColourScale(0, 255, stops.get(c))).cell(32).titled(planes.get(c).colour));
        }
        return Panel.row(24, matrices.toArray(Figure[]::new));
    }

    private Figure comparison() {
        List<Figure> columns = new ArrayList<>();
        for (Comparison one : comparisons) {
            columns.add(Panel.column(
                    8, Drawn.letter(one.letter.pixels(), 22).titled(one.letter.name()),
                    Drawn.note("same pixels as X: " + one.samePixels + " of 81", 40),
                    Drawn.note(
                            "best fit of \\ x /: " + fixed(one.best.get(0), 2) + "  " + fixed(one.best.get(1), 2) + "  "
                            + fixed(one.best.get(2), 2), 60),
                    Drawn.note("vote: X " + fixed(one.vote.x(), 2) + ", O " + fixed(one.vote.o(), 2) + "  →  "
                            + one.vote.letter(), 60)));
        }
        return Panel.row(28, columns.toArray(Figure[]::new));
    }
}
