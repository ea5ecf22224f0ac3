package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.page.AugmentedExamples;
import dev.fovea.data.Images;
import dev.fovea.data.augment.Augmentation;
import dev.fovea.data.augment.AugmentationName;
import dev.fovea.data.augment.Augmentations;
import dev.fovea.data.augment.Resize;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.io.FileProblem;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.OwnImages;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows what augmentations make of pictures, as a contact sheet.
@Command(
        name = "augment",
        description = "Show what augmentations make of pictures: one contact sheet, the same for the same seed.",
        sortOptions = false,
        footerHeading = "%nAugmentations:%n")
public final class AugmentCommand implements Callable<Integer> {
    private static final int CHANNELS = 3;

    /// Two augmentations stand side by side while each has at most so many examples.
    private static final int MOST_BESIDE = 4;

    /// Of a sheet: 8,192 × 8,192.
    private static final long MOST_PIXELS = 1L << 26;

    private final Console console;

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "IMAGE", description = "Pictures.")
    private List<Path> images;

    @Option(
            names = "--transform",
            paramLabel = "NAME[=N,...]",
            description = "What to show, again for each; all if none is named. Numbers left out are the usual ones.")
    private @Nullable List<String> transforms;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "4",
            description = "Examples of each: ${DEFAULT-VALUE} if not given.")
    private int count;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "128",
            description = "Pictures are first made so small that no side is longer: ${DEFAULT-VALUE} if not given.")
    private int size;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Where random numbers start: ${DEFAULT-VALUE} if not given.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.png", required = true, description = "Where the sheet goes.")
    private Path out;

    @Mixin
    private CommonOptions common;

    public AugmentCommand(Console console) {
        this.console = console;
    }

    /// The list of augmentations, at the end of the help.
    @Spec
    void spec(CommandSpec spec) {
        List<String> lines = new ArrayList<>();
        Augmentations.transforms().forEach(one -> lines.add(line(one)));
        Augmentations.mixings().forEach(one -> lines.add(line(one)));
        lines.add("What makes the same of every picture is no variation: train does standardize");
        lines.add("to all pictures and saves it with the model, and has --size and --fit for sizes.");
        spec.usageMessage().footer(lines.toArray(new String[0]));
    }

    private static String line(Augmentation<?> augmentation) {
        return String.format(Locale.ROOT, "  %-33s %s", augmentation, augmentation.purpose());
    }

    @Override
    public Integer call() {
        Limits.atLeast("--count", count, 1);
        Limits.between("--size", size, 1, OwnImages.MOST_SIDE);
        List<String> names = names();
        requireRoom(names.size());
        Path file = console.path(out);
        requireOther(file);
        List<Tensor> pictures = images.stream().map(this::picture).toList();
        boolean pairs = pictures.size() > 1;
        AugmentedExamples examples = new AugmentedExamples(pictures, Seed.of(seed), count);
        List<List<Sheet.Tile>> groups = new ArrayList<>();
        ObjectNode json = JsonNodes.object().put("out", file.toString()).put("seed", seed);
        ArrayNode shown = json.putArray("augmentations");
        for (String name : names) {
            AugmentationName augmentation = checked(() -> AugmentationName.of(name));
            if (augmentation.isMixing() && !pairs) {
                requireWanted(name);
                continue;
            }
            AugmentedExamples.Group group = checked(() -> examples.of(name, augmentation));
            groups.add(group.tiles());
            shown.addObject().put("name", augmentation.name()).put("call", group.call());
        }
        sheet(pictures, groups).write(file);
        PrintStream people = console.people(common.json);
        people.println("Wrote " + file + ": " + Figures.counted(groups.size(), "augmentation") + ", "
                + Figures.counted(count, "example") + " of each, seed " + seed);
        if (!pairs && transforms == null) {
            people.println("mixup and cutmix need two pictures: name another to see them");
        }
        if (common.json) {
            console.print(json);
        }
        return ExitCode.DONE;
    }

    /// Whoever names an augmentation that is none, or gives it numbers that it does not take, misuses the command.
    private static <T> T checked(Supplier<T> named) {
        try {
            return named.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.misused(String.valueOf(e.getMessage()));
        }
    }

    private void requireRoom(int names) {
        double pixels = (double) names * count * size * size;
        if (pixels > MOST_PIXELS) {
            throw CommandException.misused(String.format(
                    Locale.ROOT, "a sheet has at most %,d pixels: got %,d examples of %d×%d; lower --count or --size,"
                            + " or name fewer --transform", MOST_PIXELS, (long) names * count, size, size));
        }
    }

    private void requireOther(Path file) {
        if (!name(file).toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw CommandException.misused("--out is a PNG file: expected a name that ends in .png, got " + out);
        }
        for (Path image : images) {
            if (isSame(console.path(image), file)) {
                throw CommandException.misused("--out would write over the picture " + image + ": choose another file");
            }
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            throw CommandException.failed("cannot read " + one + ": " + FileProblem.reason(e));
        }
    }

    private List<String> names() {
        return transforms == null ? AugmentationName.all() : transforms;
    }

    private void requireWanted(String name) {
        if (transforms != null) {
            throw CommandException.misused(name + " mixes two pictures: got one; name another");
        }
    }

    /// In colour, no side longer than asked for.
    private Tensor picture(Path path) {
        Tensor image = Images.read(console.path(path));
        int height = image.shape().dim(0);
        int width = image.shape().dim(1);
        Tensor colour = Images.fit(image, Shape.of(height, width, CHANNELS));
        double scale = Math.min(1, (double) size / Math.max(height, width));
        if (scale == 1) {
            return colour;
        }
        Resize resize = Resize.to(
                        Math.max(1, (int) Math.round(height * scale)), Math.max(1, (int) Math.round(width * scale)))
                .area();
        Tensor small = Tensor.zeros(resize.shape(colour.shape()));
        resize.apply(colour.values(), 0, colour.shape(), small.values(), 0, Seed.of(0), 0);
        return small;
    }

    /// The pictures in the first row, then the examples, two augmentations in a row where there is room.
    private Sheet sheet(List<Tensor> pictures, List<List<Sheet.Tile>> groups) {
        int columns = count <= MOST_BESIDE && groups.size() > 1 ? 2 * count : count;
        List<Sheet.Tile> tiles = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            tiles.add(Sheet.Tile.of(Pixels.of(pictures.get(i)), name(images.get(i))));
        }
        while (tiles.size() % columns != 0) {
            tiles.add(AugmentedExamples.blank());
        }
        groups.forEach(tiles::addAll);
        return Sheet.of("", columns, tiles).side(size);
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
