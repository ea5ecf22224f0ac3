package dev.fovea.explain.report;

import dev.fovea.data.Dataset;
import dev.fovea.drawing.Figure;
import dev.fovea.drawing.Pixels;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.model.Verdicts;
import dev.fovea.nn.Summary;
import dev.fovea.tensor.Tensor;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a trained model has learned and where it errs: pictures, and one page that holds them all.
///
/// @param title of the page
/// @param facts lines about the run
/// @param test images that did not train the model
/// @param image whose way through the network is shown, as [Model#predict] takes it
/// @param imageName what the page calls it: its file's name, or its number
/// @param shown what it shows; null where nobody knows
/// @param log the training's `epochs.csv`, whether it exists or not
/// @param watched what those images are that the log has the validation of, such as `held out`
public record Report(
        String title, List<String> facts, Model model, Dataset test, Tensor image, String imageName,
        @Nullable String shown, Path log, String watched) {
    private static final String WATCHED = "watched";

    /// The page's name.
    public static final String PAGE = "report.html";

    private static final int IMAGE_SIDE = 224;
    private static final int MOST_PROBABLE = 10;
    private static final int MOST_CLASSES = 20;
    /// Layers whose maps are not folded away.
    private static final int OPEN = 3;

    private static final String CONFUSION = "confusion.svg";
    private static final String CURVE = "training.svg";

    private static final String IMAGE = "What it says of one image";
    private static final String FILTERS = "Learned filters";
    private static final String MAPS = "Feature maps";
    private static final String TEST = "Test images";
    private static final String TRAINING = "Training";
    private static final String LAYERS = "Layers";

    public Report {
        facts = List.copyOf(facts);
        test = model.subject().measured(test);
    }

    /// Of a training of which is not known what it watched.
    public Report(
            String title, List<String> facts, Model model, Dataset test, Tensor image, String imageName,
            @Nullable String shown, Path log) {
        this(title, facts, model, test, image, imageName, shown, log, WATCHED);
    }

    /// Of a training that measured these images after each epoch.
    ///
    /// @param watched what the page calls them
    public Report watching(String watched) {
        return new Report(title, facts, model, test, image, imageName, shown, log, watched);
    }

    /// What was written, and what it says.
    ///
    /// @param files the page first
    public record Written(List<Path> files, Prediction prediction, Verdicts verdicts) {
        public Path page() {
            return files.getFirst();
        }
    }

    /// Small pictures with what the model says of them.
    ///
    /// @param files what it says of each, in the order of the sheet; none where images have no files
    private record ContactSheet(Picture picture, List<String> files) {}

    /// Writes the page and its pictures into a folder, in place of those that an earlier report left there.
    ///
    /// @throws IllegalArgumentException one line, if the folder holds a file of such a name that no report wrote
    /// @throws UncheckedIOException one line, if they cannot be written
    public Written write(Path folder) {
        Prediction prediction = model.predict(image);
        Verdicts verdicts = Verdicts.of(model, test);
        Picture picture = new Picture(
                "image.png", "", "The model was given " + subject() + ".", Pixels.of(image).within(IMAGE_SIDE));
        List<Picture> filters = FilterPictures.of(model);
        List<Picture> maps = Maps.of(LayerOutput.of(model, image));
        List<ContactSheet> faces = faces(verdicts);
        Optional<Figure> curve = TrainingCurve.of(log, watched);
        Figure confusion = Confusion.figure(verdicts.confusion());

        List<Picture> pictures = new ArrayList<>(List.of(picture));
        pictures.addAll(filters);
        pictures.addAll(maps);
        pictures.add(new Picture("confusion.png", "", "", Confusion.pixels(verdicts.confusion())));
        faces.forEach(sheet -> pictures.add(sheet.picture));
        List<String> names = new ArrayList<>(List.of(PAGE));
        pictures.forEach(one -> names.add(one.file()));
        names.add(CONFUSION);
        curve.ifPresent(_ -> names.add(CURVE));

        Page page = new Page(title, names);
        facts.forEach(page::text);
        page.text("Right on " + count(verdicts.right()) + " of " + count(verdicts.all().size()) + " test images: "
                + percent(verdicts.accuracy()) + ".");
        page.contents(List.of(TEST, TRAINING, IMAGE, FILTERS, MAPS, LAYERS));
        test(page, verdicts, confusion, faces);
        page.section(TRAINING);
        if (curve.isEmpty()) {
            page.text("There is no log of epochs: " + log.getFileName() + " was not found.");
        }
        curve.ifPresent(figure -> page.figure("", "Loss and accuracy of each epoch.", figure));
        page.section(IMAGE).beside().picture(picture);
        bars(page, prediction);
        page.apart().section(FILTERS);
        if (filters.isEmpty()) {
            page.text("The network has no filters that could be laid out as a picture.");
        }
        filters.forEach(page::picture);
        page.section(MAPS).text("What each layer makes of " + subject() + ", from the first to the last. White is 0,"
                + " orange positive, blue negative, in all layers; the strongest colour is the greatest value of the"
                + " layer, in size. A layer that only passes its input on, such as dropout, is left out. Open a"
                + " layer to see its maps.");
        for (int i = 0; i < maps.size(); i++) {
            page.folding(maps.get(i), i < OPEN);
        }
        page.section(LAYERS).table(
                List.of("layer", "output", "parameters", "multiply-adds"),
                model.summary().rows().stream().map(Report::layer).toList());

        ReportFolder target = new ReportFolder(folder);
        target.clear(names);
        // First, so that the list on it is there even if what follows is cut off.
        target.write(PAGE, page.toString());
        pictures.forEach(one -> one.pixels().write(folder.resolve(one.file())));
        confusion.write(folder.resolve(CONFUSION), "Confusion matrix");
        curve.ifPresent(figure -> figure.write(folder.resolve(CURVE), "Training"));
        return new Written(names.stream().map(folder::resolve).toList(), prediction, verdicts);
    }

    /// The image and what it shows, as words within a sentence.
    private String subject() {
        return imageName + (shown == null ? "" : ", which shows " + shown);
    }

    private static void test(Page page, Verdicts verdicts, Figure confusion, List<ContactSheet> faces) {
        page.section(TEST).beside().figure(
                "Confusion matrix", "Rows: what an image is; columns: what it was taken for. Green is right; orange are"
                        + " the mistakes, the darker the more."
                        + (Confusion.isLarge(verdicts.confusion())
                                ? " Classes in their order, without their names."
                                : ""),
                confusion);
        classes(page, verdicts);
        page.apart();
        if (verdicts.mistakes().isEmpty()) {
            page.text("Mistakes: none.");
        }
        for (ContactSheet sheet : faces) {
            page.picture(sheet.picture);
            if (!sheet.files.isEmpty()) {
                page.folded(sheet.picture.heading() + ", by their files", sheet.files);
            }
        }
    }

    private static void bars(Page page, Prediction prediction) {
        List<Prediction.Ranked> top = prediction.top(MOST_PROBABLE);
        page.bars(
                top.stream().map(Prediction.Ranked::label).toList(),
                top.stream().map(one -> (double) one.probability()).toList());
    }

    private static List<String> layer(Summary.Row row) {
        return List.of(
                row.name() + ": " + row.call(), row.output().toString(), count(row.parameters()),
                count(row.multiplyAdds()));
    }

    private List<ContactSheet> faces(Verdicts verdicts) {
        FileNames names = FileNames.of(test);
        List<ContactSheet> faces = new ArrayList<>();
        List<Verdicts.Verdict> mistakes = verdicts.mistakes();
        if (!mistakes.isEmpty()) {
            List<Verdicts.Verdict> worst = mistakes.stream().limit(Faces.MISTAKES).toList();
            faces.add(sheet("mistakes.png", "Worst mistakes", "Where the model was surest and wrong: "
                    + FilterPictures.count(
                            worst.size(), mistakes.size(), mistakes.size() == 1 ? "mistake." : "mistakes."),
                    names, worst));
        }
        String frame = "A green frame is right, an orange one wrong.";
        faces.add(sheet(
                "least-certain.png", "Least certain", "The test images that the model is least sure of. " + frame,
                names,
                verdicts.leastCertain(Faces.CERTAIN)));
        faces.add(sheet(
                "most-certain.png", "Most certain", "The test images that the model is surest of. " + frame, names,
                verdicts.mostCertain(Faces.CERTAIN)));
        return faces;
    }

    private ContactSheet sheet(
            String file, String heading, String words, FileNames names, List<Verdicts.Verdict> verdicts) {
        List<String> files = verdicts.stream()
                .filter(one -> names.path(one.index()) != null)
                .map(one -> names.path(one.index()) + ": " + said(one))
                .toList();
        return new ContactSheet(new Picture(file, heading, words, Faces.sheet(names, verdicts)), files);
    }

    /// `cats, 93.1 %; it shows dogs`, or `dogs, 93.1 %`.
    private String said(Verdicts.Verdict one) {
        return test.labels().get(one.said()) + ", " + percent(one.probability())
                + (one.right() ? "" : "; it shows " + test.labels().get(one.label()));
    }

    /// Recall and precision; with many classes, of those with the lowest recall.
    private static void classes(Page page, Verdicts verdicts) {
        List<String> labels = verdicts.confusion().labels();
        boolean many = labels.size() > MOST_CLASSES;
        if (many) {
            page.text("The " + MOST_CLASSES + " of " + labels.size() + " classes that are found least often:");
        }
        List<List<String>> rows = IntStream.range(0, labels.size())
                .boxed()
                .sorted(many ? Comparator.comparingDouble(k -> found(verdicts, k)) : Comparator.naturalOrder())
                .limit(MOST_CLASSES)
                .map(k -> List.of(
                        named(labels, k), percent(found(verdicts, k)),
                        percent(verdicts.confusion().taken(k) == 0 ? Double.NaN : verdicts.confusion().precision(k))))
                .toList();
        page.table(List.of("class", "found", "right when said"), rows);
    }

    /// NaN of a class without images.
    private static double found(Verdicts verdicts, int label) {
        return verdicts.confusion().count(label) == 0 ? Double.NaN : verdicts.confusion().recall(label);
    }

    /// A class with its number where pictures know it by that alone.
    private static String named(List<String> labels, int label) {
        String name = Faces.name(labels, label);
        return name.equals(labels.get(label)) ? name : name + " " + labels.get(label);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `97.3 %`; of no images `–`.
    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
