package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.ShowOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.explain.example.SlidingWindow;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows a convolution place by place.
@Command(
        name = "convolution",
        description = "A kernel slides over an image, place by place.",
        sortOptions = false)
final class ShowConvolutionCommand implements Callable<Integer> {
    /// More than these fill no screen.
    private static final int MOST = 12;

    private final Console console;

    @Option(
            names = "--image",
            paramLabel = "ROWS",
            description = "Rows with semicolons between them: \"1,2,3;4,5,6;7,8,9\", which is the default.")
    private @Nullable String image;

    @Option(
            names = "--kernel",
            paramLabel = "ROWS",
            description = "The kernel, in the same way; \"-1,0;0,-1\" if not given.")
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

    @Mixin
    private ShowOptions options;

    ShowConvolutionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--stride", stride, 1);
        SlidingWindow.Setting usual = SlidingWindow.Setting.usual();
        SlidingWindow.Setting setting = new SlidingWindow.Setting(
                image == null ? usual.image() : matrix("--image", image),
                kernel == null ? usual.kernel() : matrix("--kernel", kernel), stride == null ? usual.stride() : stride,
                padding == null ? usual.padding() : padding(padding), fill == null ? usual.fill() : fill);
        if (setting.paddedHeight() > MOST || setting.paddedWidth() > MOST) {
            throw CommandException.misused("an image with its border has at most " + MOST + " rows and columns: got "
                    + setting.paddedHeight() + "×" + setting.paddedWidth() + "; lower --padding");
        }
        if (fill != null && !Float.isFinite(fill)) {
            throw CommandException.misused("--fill expects a number: got " + fill);
        }
        if (fill != null && setting.padding().equals(Padding.VALID)) {
            throw CommandException.misused(
                    "--fill is the number in a border: got --padding VALID, which has none; add --padding SAME");
        }
        try (Backend backend = Backends.open(1)) {
            return options.show(console, SlidingWindow.of(setting, backend));
        }
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
