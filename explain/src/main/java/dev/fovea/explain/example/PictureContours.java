package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.drawing.ColourScale;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.op.Constant;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.op.Slice;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A kernel over a whole picture: the same sum as on nine numbers, at every place; contours come out.
///
/// @param name of the picture
/// @param channel what of the picture the kernel sees
/// @param kernel the kernel's name; "typed" for one without
/// @param setting the plane, with levels from 0 to 255, and what slides over it
/// @param steps the first places, and the one whose output is greatest in size
/// @param result the output at every place
public record PictureContours(
        String name, Channel channel, String kernel, SlidingWindow.Setting setting, List<WindowStep> steps,
        Tensor result) implements Example {
    private static final int FIRST = 3;

    /// More pixels a side make no better picture.
    private static final int SIDE = 480;

    /// What of a picture a kernel sees.
    public enum Channel {
        GREY("grey, the mean of its colours, rounded"),
        RED("red"),
        GREEN("green"),
        BLUE("blue");

        private final String words;

        Channel(String words) {
            this.words = words;
        }

        /// Levels from 0 to 255, height × width. A grey picture has one plane, whatever is asked for.
        public Tensor of(Tensor image, Backend backend) {
            Calculation calculation = new Calculation(backend);
            Node levels = calculation.input("image", image).times(Constant.of(255));
            int channels = image.shape().dim(2);
            Node plane = channels == 1 ? levels : this == GREY
                    ? Mean.over(3).on(levels)
                    : new Slice(3, ordinal() - 1, ordinal()).on(levels);
            Tensor values = calculation.value(plane);
            for (int i = 0; i < values.values().length; i++) {
                values.values()[i] = Math.round(values.values()[i]);
            }
            return Planes.shaped(values, image.shape().dim(0), image.shape().dim(1));
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PictureContours {
        steps = List.copyOf(steps);
    }

    /// @param setting whose image is the picture's plane
    public static PictureContours of(
            String name, Channel channel, String kernel, SlidingWindow.Setting setting, Backend backend) {
        Calculation calculation = new Calculation(backend);
        int height = setting.kernel().shape().dim(0);
        int width = setting.kernel().shape().dim(1);
        Node padded = setting.padded(calculation.plane("image", setting.image()));
        Tensor result = Planes.channel(calculation.value(setting.output(calculation, padded)), 0);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < Math.min(FIRST, result.values().length); i++) {
            places.add(i);
        }
        int strongest = strongest(result.values());
        if (!places.contains(strongest)) {
            places.add(strongest);
        }
        Node weights = calculation.parameter("kernel", Planes.shaped(setting.kernel(), height, width, 1));
        List<WindowStep> steps = WindowStep.at(
                calculation, padded, weights, setting.stride(), result.shape().dim(1), places);
        return new PictureContours(name, channel, kernel, setting, steps, result);
    }

    private static int strongest(float[] values) {
        int strongest = 0;
        for (int i = 1; i < values.length; i++) {
            strongest = Math.abs(values[i]) > Math.abs(values[strongest]) ? i : strongest;
        }
        return strongest;
    }

    /// Whether an even area gives the bias alone, so that the output tells of differences only.
    boolean differences() {
        float sum = 0;
        for (float weight : setting.kernel().values()) {
            sum += weight;
        }
        return Math.abs(sum) < 1e-6f;
    }

    @Override
    public String title() {
        return "Convolution: a kernel slides over a picture";
    }

    @Override
    public List<Block> page() {
        List<Block> page = new ArrayList<>();
        page.add(Block.text(name + " has " + setting.image().shape().dim(0) + " rows and "
                + setting.image().shape().dim(1) + " columns. The kernel sees " + channel.words
                + ": levels from 0, dark, to 255, light. It is laid on the picture, the numbers that meet are"
                + " multiplied, the products and a bias b are added: y = b + Σ w · x, one number of the output. Then it"
                + " moves on."));
        page.add(Block.row(Block.Grid.of("kernel, " + kernel, setting.kernel())));
        page.add(Block.lines("stride " + setting.stride() + ", padding " + setting.padding() + ", bias "
                + SlidingWindow.number(setting.bias()) + ", output " + result.shape().dim(0) + " × "
                + result.shape().dim(1)));
        page.add(new Block.Heading("The first places"));
        for (WindowStep step : steps) {
            if (step == steps.getLast() && steps.size() > Math.min(FIRST, result.values().length)) {
                page.add(new Block.Heading("Where the output is greatest in size"));
            }
            page.add(Block.row(
                    Block.Grid.of("from row " + step.top() + ", column " + step.left(), step.patch()),
                    new Block.Sign("×"), Block.Grid.of("kernel", setting.kernel()), new Block.Sign("="),
                    Block.Grid.of("products", step.products())));
            page.add(Block.lines(SlidingWindow.sum(
                    setting.bias(), step.sum(), result.at(step.row(), step.column()))));
        }
        page.add(new Block.Heading("The whole output"));
        page.add(Block.text(spread()));
        page.add(Block.picture("convolution-output.png"));
        page.add(Block.picture("convolution-beside.svg"));
        page.add(Block.text(differences()
                ? "The weights of this kernel add up to 0: an even area, however light, gives nothing, and what is left"
                        + " are the contours. Drawn as a picture they are white on black, by the size"
                        + " of y, full white from half the greatest on; beside it y with its sign, orange above 0 and"
                        + " blue below."
                : "Drawn as a picture, y goes from 0, black, to 255, white."));
        return page;
    }

    private String spread() {
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (float value : result.values()) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        return String.format(Locale.ROOT, "%,d numbers", result.values().length) + " from "
                + SlidingWindow.number(least) + " to " + SlidingWindow.number(greatest) + ".";
    }

    @Override
    public Map<String, byte[]> pictures() {
        double limit = ColourScale.limit(result.values());
        Tensor image = setting.image();
        List<Sheet.Tile> tiles = new ArrayList<>();
        tiles.add(Sheet.Tile.of(Pixels.channel(image, 0, ColourScale.grey(0, 255)), "picture, " + channel.word()));
        Pixels output;
        if (differences()) {
            Tensor sizes = Planes.shaped(result, result.shape().dim(0), result.shape().dim(1));
            float[] size = sizes.values().clone();
            for (int i = 0; i < size.length; i++) {
                size[i] = Math.abs(size[i]);
            }
            output = Pixels.channel(new Tensor(sizes.shape(), size), 0, ColourScale.grey(0, limit / 2));
            tiles.add(Sheet.Tile.of(output, "size of the output"));
            ColourScale signed = ColourScale.diverging(limit / 2);
            tiles.add(Sheet.Tile.of(Pixels.channel(result, 0, signed), "output with its sign"));
        } else {
            output = Pixels.channel(result, 0, ColourScale.grey(0, 255));
            tiles.add(Sheet.Tile.of(output, "output"));
        }
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("convolution-output.png", output.png());
        pictures.put("convolution-beside.svg", Drawn.bytes(
                new Sheet("", 3, SIDE, tiles), "The picture and what the kernel makes of it"));
        return pictures;
    }
}
