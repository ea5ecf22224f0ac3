package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.DataOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.page.AugmentedExamples;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.data.source.Source;
import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Sheet;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.People;
import dev.fovea.lab.run.PictureReading;
import dev.fovea.tensor.Shape;
import dev.fovea.text.Figures;
import dev.fovea.text.Nearest;
import dev.fovea.text.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows what is in a data set: how many images each class has, and the first of each as a labelled grid.
@Command(
        name = "samples",
        description = "Tell how many images each class of a data set has, and draw the first of each as one picture.",
        sortOptions = false)
public final class SamplesCommand implements Callable<Integer> {
    /// Pictures of the user's own are brought to this size, whole, with a border.
    private static final int SIDE = 96;

    private static final int MOST_COUNT = 50;
    private static final int LONGEST_NAME = 24;

    /// Of a sheet: 8,192 × 8,192.
    private static final long MOST_PIXELS = 1L << 26;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DATASET",
            description = "digits, mnist, fashion-mnist, cifar-10 or cifar-100; or name --images.")
    private @Nullable String name;

    @Option(
            names = "--images",
            paramLabel = "DIR|CSV",
            description = "Your own pictures: a folder with one folder a class, or a CSV file of path,label.")
    private @Nullable Path images;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "10",
            description = "Images of each class in the picture: ${DEFAULT-VALUE} if not given.")
    private int count;

    @Option(names = "--out", paramLabel = "FILE.png", description = "Where the picture goes; none if not given.")
    private @Nullable Path out;

    @Mixin
    private DataOptions data;

    @Mixin
    private CommonOptions common;

    public SamplesCommand(Console console) {
        this.console = console;
    }

    /// Images of one purpose.
    private record Part(String name, Dataset images, long[] counts) {
        static Part of(String name, Dataset images) {
            long[] counts = new long[images.labels().size()];
            for (int i = 0; i < images.size(); i++) {
                counts[images.label(i)]++;
            }
            return new Part(name, images, counts);
        }
    }

    @Override
    public Integer call() {
        Limits.between("--count", count, 1, MOST_COUNT);
        if ((name == null) == (images == null)) {
            throw CommandException.misused("samples expects a DATASET or --images DIR: got "
                    + (name == null ? "neither" : "both"));
        }
        Path file = out == null ? null : png(out);
        PrintStream people = console.people(common.json);
        List<Part> parts = images == null ? parts(known(), people) : List.of(own(images, people));
        if (!common.json) {
            print(parts, people);
        }
        if (file != null) {
            sheet(parts.getFirst()).write(file);
            people.println("Wrote " + file + ": the first "
                    + (count == 1 ? "image" : Figures.count(count) + " images") + " of each class");
        }
        if (common.json) {
            console.print(json(parts, file));
        }
        return ExitCode.DONE;
    }

    private Path png(Path typed) {
        if (!typed.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw CommandException.misused("--out is a PNG file: expected a name that ends in .png, got " + typed);
        }
        return console.path(typed);
    }

    private Source known() {
        List<String> names = Source.all().stream().map(Source::name).toList();
        String typed = String.valueOf(name);
        if (!names.contains(typed)) {
            throw CommandException.misused("no data set is named " + typed + Nearest.question(typed, names)
                    + "; there are " + String.join(", ", names) + ", and --images DIR takes pictures of your own");
        }
        return Source.named(typed);
    }

    private List<Part> parts(Source source, PrintStream people) {
        TrainTestSplit split = data.load(source, console, people, null);
        return List.of(Part.of("train", split.train()), Part.of("test", split.test()));
    }

    private Part own(Path folder, PrintStream people) {
        if (data.given()) {
            throw CommandException.misused("--images names the pictures: got --data or --download too; leave it out");
        }
        Dataset read = PictureReading.of(
                        ImageFolder.of(console.path(folder)), Shape.of(SIDE, SIDE, 3), Fitting.PAD, false,
                        People.of(people, console.environment()))
                .readable();
        return Part.of("pictures", read);
    }

    private static void print(List<Part> parts, PrintStream out) {
        Dataset first = parts.getFirst().images;
        List<String> labels = first.labels().stream().map(Printable::line).map(SamplesCommand::shortened).toList();
        int width = Math.max("Class".length(), labels.stream().mapToInt(String::length).max().orElse(0));
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", "Class"));
        parts.forEach(part -> head.append(String.format(Locale.ROOT, " %9s", part.name)));
        out.println(head);
        for (int k = 0; k < labels.size(); k++) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", labels.get(k)));
            for (Part part : parts) {
                row.append(String.format(Locale.ROOT, " %,9d", part.counts[k]));
            }
            out.println(row);
        }
        StringBuilder all = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", "All"));
        parts.forEach(part -> all.append(String.format(Locale.ROOT, " %,9d", part.images.size())));
        out.println(all);
        out.println("Images of " + first.sample() + ", " + labels.size() + " classes");
    }

    private static String shortened(String label) {
        return label.length() > LONGEST_NAME ? label.substring(0, LONGEST_NAME - 1) + "…" : label;
    }

    /// A row of tiles for each class, in the order of the labels.
    private Sheet sheet(Part part) {
        Dataset set = part.images;
        requireRoom(set.labels().size());
        List<List<Sheet.Tile>> rows = new ArrayList<>();
        set.labels().forEach(_ -> rows.add(new ArrayList<>()));
        for (int i = 0; i < set.size(); i++) {
            List<Sheet.Tile> row = rows.get(set.label(i));
            if (row.size() < count) {
                row.add(Sheet.Tile.of(Pixels.of(set.image(i)), shortened(set.labels().get(set.label(i)))));
            }
        }
        for (List<Sheet.Tile> row : rows) {
            while (row.size() < count) {
                row.add(AugmentedExamples.blank());
            }
        }
        return Sheet.of("", count, rows.stream().flatMap(List::stream).toList()).side(side(set.labels().size()));
    }

    private static int side(int classes) {
        return classes > 20 ? SIDE / 2 : SIDE;
    }

    private void requireRoom(int classes) {
        long side = side(classes);
        if (classes * side * side * count > MOST_PIXELS) {
            throw CommandException.misused(String.format(
                    Locale.ROOT, "a picture has at most %,d pixels: got %,d classes of %d images; lower --count",
                    MOST_PIXELS, classes, count));
        }
    }

    private static ObjectNode json(List<Part> parts, @Nullable Path file) {
        Dataset first = parts.getFirst().images;
        ObjectNode json = JsonNodes.object().put("shape", first.sample().toString());
        parts.forEach(part -> json.put(part.name, part.images.size()));
        ArrayNode classes = json.putArray("classes");
        for (int k = 0; k < first.labels().size(); k++) {
            ObjectNode one = classes.addObject().put("label", first.labels().get(k));
            for (Part part : parts) {
                one.put(part.name, part.counts[k]);
            }
        }
        return file == null ? json : json.put("out", file.toString());
    }
}
