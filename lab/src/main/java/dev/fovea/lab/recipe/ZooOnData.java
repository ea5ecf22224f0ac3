package dev.fovea.lab.recipe;

import dev.fovea.data.Dataset;
import dev.fovea.data.Images;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.Transform;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Source;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.AdamW;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Any network of the zoo on any built-in data set, as a recipe by the name of both: `lenet5-1998-on-mnist`. Images
/// keep their size where the network takes it; else they get a border, or are brought to its own size.
final class ZooOnData {
    private static final String BETWEEN = "-on-";

    /// A border of up to so many pixels leaves a picture what it is.
    private static final int BORDER = 2;

    private static final double RATE = 1e-3;
    private static final double WEIGHT_DECAY = 0.01;
    private static final int BATCH = 64;
    private static final int EPOCHS = 10;
    /// Of the digits, which are few.
    private static final int DIGITS_EPOCHS = 30;

    private ZooOnData() {}

    static String id(String architecture, String source) {
        return architecture + BETWEEN + source;
    }

    /// Empty where the name is not made of a network's and a data set's.
    ///
    /// @throws IllegalArgumentException one line, if that network cannot tell so many classes apart
    static Optional<Recipe> named(String id) {
        return Source.all().stream()
                .filter(source -> isNamed(id, source))
                .findFirst()
                .map(source -> recipe(Zoo.named(id.substring(0, id.length() - end(source).length())), source));
    }

    static boolean isNamed(String id) {
        return Source.all().stream().anyMatch(source -> isNamed(id, source));
    }

    private static boolean isNamed(String id, Source source) {
        return id.endsWith(end(source)) && Zoo.has(id.substring(0, id.length() - end(source).length()));
    }

    private static String end(Source source) {
        return BETWEEN + source.name();
    }

    /// A way to bring images to what a network takes.
    ///
    /// @param image what becomes of an image before the network sees it
    /// @param border pixels that the network adds on each side
    private record Way(Shape image, int border) {
        Shape input() {
            return Shape.of(image.dim(0) + 2 * border, image.dim(1) + 2 * border, image.dim(2));
        }

        Layer layers(Architecture architecture, int classes) {
            Layer layers = architecture.layers(input(), classes);
            return border == 0 ? layers : Sequential.of(Pad2D.of(border), layers);
        }

        /// Where they are not as they are in the data set.
        String words(Shape sample) {
            String size = input().dim(0) + "×" + input().dim(1);
            String grey = image.dim(2) < sample.dim(2) ? " in grey" : image.dim(2) > sample.dim(2) ? " in colour" : "";
            return border > 0 ? ", padded to " + size
                    : image.equals(sample) ? "" : ", brought to " + size + grey;
        }
    }

    /// In the order in which they are tried.
    private static List<Way> ways(Shape sample, Shape published) {
        List<Way> ways = new ArrayList<>(List.of(new Way(sample, 0)));
        for (int border = 1; border <= BORDER && sample.dim(0) > 8 * BORDER; border++) {
            ways.add(new Way(sample, border));
        }
        ways.add(new Way(Shape.of(published.dim(0), published.dim(1), sample.dim(2)), 0));
        ways.add(new Way(published, 0));
        return ways;
    }

    private static Recipe recipe(Architecture architecture, Source source) {
        SourceFacts kind = SourceFacts.of(source);
        Way way = way(architecture, kind);
        String done = way.words(kind.sample());
        Transform[] varied = kind.colour()
                ? new Transform[] {RandomCrop.of(Math.max(1, way.image.dim(0) / 8)), FlipLeftRight.of()}
                : new Transform[0];
        Fit fit = Fit.epochs(source.builtIn() ? DIGITS_EPOCHS : EPOCHS)
                .batch(BATCH)
                .optimizer(AdamW.of(Cosine.of(RATE)).weightDecay(WEIGHT_DECAY))
                .transforms(varied);
        Recipe recipe = Recipe.of(
                id(architecture.id(), source.name()), architecture.id() + " on " + source.title() + done,
                brought(source, kind.sample(), way.image), way.image, way.layers(architecture, kind.classes()), fit);
        return (kind.colour() ? recipe.preprocessing(Preprocessing::ofMeanStd) : recipe)
                .notes(done.isEmpty() ? "the images keep their size" : note(way),
                        "nothing is published or chosen for this pair: AdamW at a rate of .001 that falls along a"
                                + " cosine, weight decay .01");
    }

    private static String note(Way way) {
        return way.border > 0
                ? "the network adds a border of " + (way.border == 1 ? "1 pixel" : way.border + " pixels")
                        + " of 0 around the images: it needs them larger"
                : "the network needs other images than those of the data set: they are brought to " + way.image
                        + " as pictures are";
    }

    /// The first way that the network can take; what the last says where there is none.
    private static Way way(Architecture architecture, SourceFacts kind) {
        IllegalArgumentException last = null;
        for (Way way : ways(kind.sample(), architecture.input())) {
            try {
                way.layers(architecture, kind.classes());
                return way;
            } catch (IllegalArgumentException refused) {
                last = refused;
            }
        }
        throw last == null ? new IllegalArgumentException("no way to bring " + kind.sample() + " to " + architecture)
                : last;
    }

    private static Source brought(Source source, Shape sample, Shape image) {
        return image.equals(sample) ? source : new Source(
                source.name(), source.title(), folder -> brought(source.load(folder), image), source.downloads(),
                source.lightOnDark());
    }

    private static TrainTestSplit brought(TrainTestSplit data, Shape image) {
        return new TrainTestSplit(new Brought(data.train(), image), new Brought(data.test(), image));
    }

    /// Images brought to another shape when they are read, as pictures of the user's own are.
    private record Brought(Dataset images, Shape sample) implements Dataset {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public List<String> labels() {
            return images.labels();
        }

        @Override
        public int label(int index) {
            return images.label(index);
        }

        @Override
        public void read(int index, float[] into, int offset) {
            float[] values = Images.fit(images.image(index), sample).values();
            System.arraycopy(values, 0, into, offset, values.length);
        }
    }
}
