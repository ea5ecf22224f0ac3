package dev.fovea.lab.run;

import dev.fovea.data.ClassNames;
import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Holdout;
import dev.fovea.data.Joined;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.Transform;
import dev.fovea.data.augment.AugmentationName;
import dev.fovea.data.augment.PerImageStandardization;
import dev.fovea.data.source.EqualPictures;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.data.source.Source;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.RunException.Problem;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.AdamW;
import dev.fovea.optim.Cosine;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.text.Figures;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A training on pictures of the user's own: what must be known to start it again.
///
/// @param images the folder or CSV file, absolute
/// @param digest of the list of its pictures when the training began
/// @param test pictures to measure on, absolute; null where a part of `images` is held out
/// @param testDigest of the list of the test pictures when the training began; null where there are none of their own
/// @param share of each class that is held out
/// @param model an architecture's name; null for a small network
/// @param shape what pictures are brought to
/// @param fitting how pictures of other aspects are brought to it
/// @param augmentation as it was written on the command line; `none` for none
/// @param labels the names of the classes
public record OwnImages(
        Path images, String digest, @Nullable Path test, @Nullable String testDigest, double share,
        @Nullable String model,
        Shape shape, Fitting fitting, List<String> augmentation, boolean skipBroken, List<String> labels) {
    /// What stands where a recipe has its name.
    public static final String ID = "images";

    /// Of a picture, in pixels.
    public static final int MOST_SIDE = 4096;

    private static final int[] WIDTHS = {32, 64, 128, 256};
    private static final int SMALLEST_POOLED = 4;
    private static final int EPOCHS = 30;
    private static final int BATCH = 32;
    private static final double RATE = 1e-3;
    private static final double WEIGHT_DECAY = 0.01;

    public OwnImages {
        augmentation = List.copyOf(augmentation);
        labels = ClassNames.composed(labels);
    }

    /// Mirrored, and moved by up to an eighth.
    public static List<String> usualAugmentation(Shape shape) {
        return List.of("flip-left-right", "pad-and-crop=" + Math.max(1, shape.dim(0) / 8));
    }

    /// Fails where an augmentation is none that is known. Runs of before may name some that new ones are refused.
    void requireKnown() {
        varying();
    }

    /// Fails, before a picture is read, where the network cannot take the pictures or the augmentation is wrong.
    public void requireBuildable() {
        try {
            layers();
        } catch (IllegalArgumentException e) {
            throw new RunException(Problem.SIZE, String.valueOf(e.getMessage()));
        }
        Shape end = shape;
        for (Transform transform : varying()) {
            end = transform.shape(end);
        }
        if (!end.equals(shape)) {
            throw new RunException(
                    Problem.AUGMENTATION_RESIZES, "augmentations must keep the size of pictures: got " + augmentation
                    + ", which makes " + end + " of " + shape);
        }
        for (Transform transform : varying()) {
            if (!transform.isRandom() && !standardises(transform)) {
                throw new RunException(
                        Problem.AUGMENTATION_IS_FIXED, "augmentations are for what varies in training: got " + transform
                        + ", which makes the same of every picture, and pictures that are measured would lack it");
            }
        }
    }

    /// The training as a recipe, whose data set is read when it is asked for.
    ///
    /// @param say tells people what is read and what is left out
    public Recipe recipe(long seed, Consumer<String> say) {
        return recipe(seed, () -> load(seed, say));
    }

    /// The same to measure with: test pictures of their own are all that is read.
    public Recipe measuring(long seed, Consumer<String> say) {
        Path own = test;
        return own == null ? recipe(seed, say) : recipe(seed, () -> {
            Dataset measured = test(own, say);
            return new TrainTestSplit(measured, measured);
        });
    }

    private Recipe recipe(long seed, Supplier<TrainTestSplit> pictures) {
        Source source = new Source(ID, String.valueOf(images.getFileName()), _ -> pictures.get(), List.of());
        Fit fit = Fit.epochs(EPOCHS)
                .batch(BATCH)
                .optimizer(AdamW.of(Cosine.of(RATE)).weightDecay(WEIGHT_DECAY))
                .transforms(transforms().toArray(new Transform[0]))
                .seed(Seed.of(seed));
        String network = model == null ? "a small network" : model;
        String title = network + " on the pictures of " + images.getFileName();
        return Recipe.of(ID, title, source, shape, layers(), fit)
                .parts(Recipe.Parts::watchingTest)
                .preprocessing(data -> standardises()
                        ? Preprocessing.of(data).standardising()
                        : Preprocessing.ofMeanStd(data));
    }

    /// Whether each picture gets mean 0 and deviation 1 of its own: what `--augment standardize` asks for is done to
    /// all pictures and saved with the model, in place of the mean and deviation of those that train.
    private boolean standardises() {
        return varying().stream().anyMatch(OwnImages::standardises);
    }

    private static boolean standardises(Transform transform) {
        return transform instanceof PerImageStandardization;
    }

    /// One line that says what becomes of a picture.
    public String treatment() {
        return "Pictures: brought to " + shape.dim(0) + "×" + shape.dim(1) + " pixels" + (shape.dim(2) == 1
                ? ", grey"
                : "")
                + "; of other aspects " + fitting.words()
                + (standardises() ? "; then each standardised by itself" : "");
    }

    /// One line that says how it is trained.
    public String training(Fit fit) {
        List<Transform> named = varying();
        String varied = fit.transforms().isEmpty() ? "pictures as they are" : IntStream.range(0, named.size())
                .filter(i -> !standardises(named.get(i)))
                .mapToObj(augmentation::get)
                .collect(Collectors.joining(", "));
        return "Training: AdamW, rate " + RATE + " falling along a cosine, weight decay " + WEIGHT_DECAY
                + ", batches of "
                + fit.batch() + ", " + fit.epochs() + " epochs, " + varied;
    }

    /// What is done in training alone. Runs of before may name more, which only new ones are refused.
    private List<Transform> transforms() {
        return varying().stream().filter(Transform::isRandom).toList();
    }

    /// All that `--augment` names.
    private List<Transform> varying() {
        if (augmentation.equals(List.of("none"))) {
            return List.of();
        }
        List<Transform> transforms = new ArrayList<>();
        Shape now = shape;
        for (String text : augmentation) {
            Transform transform = named(text, now);
            transforms.add(transform);
            now = transform.shape(now);
        }
        return transforms;
    }

    private static Transform named(String text, Shape shape) {
        try {
            return AugmentationName.transform(text, shape);
        } catch (IllegalArgumentException e) {
            throw new RunException(Problem.AUGMENTATION, String.valueOf(e.getMessage()));
        }
    }

    private Layer layers() {
        return model == null ? small() : Zoo.named(model).layers(shape, labels.size());
    }

    /// Up to four stages of convolution, batch norm, ReLU and pooling, then the mean of each feature map.
    private Sequential small() {
        List<Layer> layers = new ArrayList<>();
        int side = shape.dim(0);
        for (int width : WIDTHS) {
            layers.add(Conv2D.of(width, 3).same().withoutBias().weights(Initializer.heNormal()));
            layers.add(BatchNorm.of());
            layers.add(Activation.RELU);
            if (side >= SMALLEST_POOLED) {
                layers.add(MaxPool2D.of(2));
                side /= 2;
            }
        }
        layers.add(GlobalAveragePool2D.of());
        layers.add(Dropout.of(0.2));
        layers.add(Dense.of(labels.size()));
        return new Sequential(layers);
    }

    /// The same pictures in another place.
    ///
    /// @param moved where they lie now, absolute; null where they did not move
    /// @param movedTest the same of the test pictures
    /// @throws RunException if others lie there
    public OwnImages found(@Nullable Path moved, @Nullable Path movedTest) {
        if (movedTest != null && test == null) {
            throw new RunException(
                    Problem.NO_TEST_PICTURES, "this run has no test pictures of its own: got " + movedTest
                    + " for them");
        }
        return new OwnImages(
                moved == null ? images : moved, moved == null ? digest : same(moved, digest, images),
                movedTest == null ? test : movedTest,
                movedTest == null || testDigest == null || test == null
                        ? testDigest
                        : same(movedTest, testDigest, test),
                share, model, shape, fitting, augmentation, skipBroken, labels);
    }

    /// The same, and where `broken`, without pictures that cannot be read.
    public OwnImages skipping(boolean broken) {
        return new OwnImages(
                images, digest, test, testDigest, share, model, shape, fitting, augmentation, skipBroken || broken,
                labels);
    }

    /// @param before where they lay
    /// @return the digest where they lie now
    private static String same(Path place, String digest, Path before) {
        ImageFolder list = ImageFolder.of(place);
        if (!list.hasDigest(digest, before)) {
            throw new RunException(
                    Problem.OTHER_PICTURES, "the pictures in " + place
                    + " are others than those that this run began with, by their names and classes: name the"
                    + " folder that they were moved to, or train anew");
        }
        return list.digest();
    }

    /// Whether a list is that of the pictures of which a part was held out, wherever it lies.
    public boolean heldOutOf(ImageFolder list) {
        return test == null && list.hasDigest(digest, images);
    }

    /// Says how many of the pictures that are measured trained the run.
    public void sayLearned(long seed, Dataset measured, Consumer<String> say) {
        Dataset learned = learned(seed);
        if (learned == null) {
            say.accept("Note: the pictures that trained this run do not lie in " + images + " as they did: whether some"
                    + " of these are among them cannot be told");
        } else {
            sayLearned(learned, measured, "picture", say);
        }
    }

    private static void sayLearned(Dataset learned, Dataset measured, String noun, Consumer<String> say) {
        EqualPictures.between(learned, measured).ifPresent(equal -> say.accept(
                "Note: among those that train too: " + Figures.count(equal.count()) + " of "
                        + Figures.counted(measured.size(), noun) + ", such as " + equal.named()
                        + "; they tell nothing of new pictures"));
    }

    /// The pictures that train, none of which is read; null where they lie no more as they did.
    private @Nullable Dataset learned(long seed) {
        try {
            ImageFolder list = ImageFolder.of(images);
            if (!list.hasDigest(digest, images)) {
                return null;
            }
            Dataset all = list.unread(shape);
            return test == null ? Holdout.stratified(all, share, Seed.of(seed)).train() : all;
        } catch (DataException gone) {
            return null;
        }
    }

    private static void requireThere(Path place, Problem otherwise) {
        if (!Files.exists(place)) {
            throw new RunException(otherwise, "the pictures of this run lay in " + place + " and are not there");
        }
    }

    private TrainTestSplit load(long seed, Consumer<String> say) {
        requireThere(images, Problem.PICTURES_GONE);
        ImageFolder list = ImageFolder.of(images);
        if (!list.hasDigest(digest, images)) {
            throw new RunException(
                    Problem.OTHER_PICTURES, "the pictures in " + images
                    + " are others than when this run began: what was held out can no longer be told; bring them"
                    + " back, or train anew");
        }
        ImageFolder.Reading reading = read(list, say);
        Holdout split = test == null
                ? reading.heldOutSkippingBroken(share, Seed.of(seed))
                : new Holdout(reading.skippingBroken(), test(test, say));
        sayLearned(split.train(), split.validation(), "test picture", say);
        EqualPictures.ofTwoLabels(new Joined(split.train(), split.validation())).ifPresent(equal -> say.accept(
                "Note: under two labels: " + Figures.counted(equal.count(), "picture") + ", such as " + equal.named()));
        return new TrainTestSplit(split.train(), split.validation());
    }

    /// Test pictures may come and go: nothing was held out.
    private Dataset test(Path own, Consumer<String> say) {
        requireThere(own, Problem.TEST_PICTURES_GONE);
        ImageFolder list = ImageFolder.of(own, labels);
        if (testDigest != null && !list.hasDigest(testDigest, own)) {
            say.accept("The pictures in " + own + " are others than when this run began");
        }
        return read(list, say).readable();
    }

    private ImageFolder.Reading read(ImageFolder list, Consumer<String> say) {
        return PictureReading.of(list, shape, fitting, skipBroken, say);
    }
}
