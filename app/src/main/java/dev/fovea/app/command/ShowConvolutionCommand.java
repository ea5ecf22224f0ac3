package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.ShowOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Images;
import dev.fovea.explain.example.Kernel;
import dev.fovea.explain.example.PictureContours;
import dev.fovea.explain.example.SlidingWindow;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows a convolution place by place.
@Command(
        name = "convolution",
        description = "A kernel slides over an image or a picture, place by place.",
        sortOptions = false)
final class ShowConvolutionCommand implements Callable<Integer> {
    /// More than these fill no screen.
    private static final int MOST = 12;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "A picture instead of typed rows: JPEG, PNG, WebP, GIF, BMP, TIFF or PPM.")
    private @Nullable Path file;

    @Option(
            names = "--channel",
            paramLabel = "C",
            description = "What the kernel sees of a picture: grey (the mean of its colours, the default), red, green"
                    + " or blue.")
    private @Nullable String channel;

    @Option(
            names = "--image",
            paramLabel = "ROWS",
            description = "Rows with semicolons between them: \"1,2,3;4,5,6;7,8,9\", which is the default.")
    private @Nullable String image;

    @Option(
            names = "--kernel",
            paramLabel = "ROWS",
            description = "The kernel, in the same way, or by name: edges, sharpen, blur, sobel-x, sobel-y, emboss;"
                    + " \"-1,0;0,-1\" if not given, edges for a picture.")
    private @Nullable String kernel;

    @Option(names = "--stride", paramLabel = "N", description = "Pixels from one place to the next: 1 if not given.")
    private @Nullable Integer stride;

    @Option(
            names = "--padding",
            paramLabel = "P",
            description = "VALID (no border, the default), SAME, or pixels of border on each side.")
    private @Nullable String padding;

    @Option(names = "--fill", paramLabel = "V", description = "The number in the border: 0 if not given.")
    private @Nullable Float fill;

    @Option(names = "--bias", paramLabel = "B", description = "A number added to each sum: 0 if not given.")
    private @Nullable Float bias;

    @Mixin
    private ShowOptions options;

    ShowConvolutionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--stride", stride, 1);
        finite("--fill", fill);
        finite("--bias", bias);
        try (Backend backend = Backends.open(1)) {
            return file == null ? numbers(backend) : picture(file, backend);
        }
    }

    private Integer numbers(Backend backend) {
        if (channel != null) {
            throw CommandException.misused("--channel is one of a picture's: add the picture's FILE");
        }
        SlidingWindow.Setting usual = SlidingWindow.Setting.usual();
        SlidingWindow.Setting setting = setting(
                image == null ? usual.image() : matrix("--image", image),
                kernel == null ? usual.kernel() : kernel(kernel));
        if (setting.paddedHeight() > MOST || setting.paddedWidth() > MOST) {
            throw CommandException.misused("an image with its border has at most " + MOST + " rows and columns: got "
                    + setting.paddedHeight() + "×" + setting.paddedWidth() + "; lower --padding");
        }
        return options.show(console, SlidingWindow.of(setting, backend), backend);
    }

    private Integer picture(Path picture, Backend backend) {
        if (image != null) {
            throw CommandException.misused("a picture or rows: got both " + picture + " and --image; leave one out");
        }
        PictureContours.Channel seen = channel == null ? PictureContours.Channel.GREY : channel(channel);
        Tensor plane = seen.of(Images.read(console.path(picture)), backend);
        String name = kernel == null ? Kernel.EDGES.word() : kernel;
        SlidingWindow.Setting setting = setting(plane, kernel(name));
        return options.show(
                console,
                PictureContours.of(picture.toString(), seen, named(name) == null ? "typed" : name, setting, backend),
                backend);
    }

    private SlidingWindow.Setting setting(Tensor plane, Tensor weights) {
        SlidingWindow.Setting usual = SlidingWindow.Setting.usual();
        SlidingWindow.Setting setting = new SlidingWindow.Setting(
                plane, weights, stride == null ? usual.stride() : stride,
                padding == null ? usual.padding() : padding(padding), fill == null ? usual.fill() : fill,
                bias == null ? usual.bias() : bias);
        if (fill != null && setting.padding().equals(Padding.VALID)) {
            throw CommandException.misused(
                    "--fill is the number in a border: got --padding VALID, which has none; add --padding SAME");
        }
        return setting;
    }

    private static void finite(String option, @Nullable Float value) {
        if (value != null && !Float.isFinite(value)) {
            throw CommandException.misused(option + " expects a number: got " + value);
        }
    }

    private static PictureContours.Channel channel(String word) {
        return Arrays.stream(PictureContours.Channel.values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> CommandException.misused(
                        "--channel expects grey, red, green or blue: got '" + word + "'"));
    }

    private static @Nullable Kernel named(String word) {
        return Arrays.stream(Kernel.values())
                .filter(one -> one.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    /// A kernel by name or typed.
    private static Tensor kernel(String text) {
        Kernel known = named(text);
        if (known == null && text.matches("[a-zA-Z][a-zA-Z-]+") && !"nan".equalsIgnoreCase(text)) {
            throw CommandException.misused("--kernel knows " + Arrays.stream(Kernel.values()).map(Kernel::word)
                    .collect(Collectors.joining(", ")) + ", or takes rows such as \"-1,0;0,-1\": got '" + text + "'");
        }
        return known == null ? matrix("--kernel", text) : known.weights();
    }

    private static Padding padding(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "same" -> Padding.SAME;
            case "valid" -> Padding.VALID;
            default -> {
                if (!word.matches("\\d{1,2}")) {
                    throw CommandException.misused("--padding expects VALID, SAME, or a number of pixels: got " + word);
                }
                yield Padding.of(Integer.parseInt(word));
            }
        };
    }

    private static Tensor matrix(String option, String text) {
        String[] rows = text.strip().split("\\s*;\\s*", -1);
        int columns = rows[0].split(",", -1).length;
        if (rows.length > MOST || columns > MOST) {
            throw CommandException.misused(option + " takes at most " + MOST + " rows and columns: got " + rows.length
                    + " rows, " + columns + " columns");
        }
        Tensor matrix = Tensor.zeros(Shape.of(rows.length, columns));
        for (int row = 0; row < rows.length; row++) {
            String[] numbers = rows[row].split(",", -1);
            if (numbers.length != columns) {
                throw CommandException.misused(option + " expects rows of one length: got " + columns
                        + " numbers in row 1 and " + numbers.length + " in row " + (row + 1));
            }
            for (int column = 0; column < columns; column++) {
                matrix.values()[row * columns + column] = number(option, numbers[column].strip());
            }
        }
        return matrix;
    }

    private static float number(String option, String text) {
        try {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw CommandException.misused(
                option + " expects numbers with commas and rows with semicolons, such as \"1,2;3,4\": got '" + text
                        + "'");
    }
}
