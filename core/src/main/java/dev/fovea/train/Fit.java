package dev.fovea.train;

import dev.fovea.data.Mixing;
import dev.fovea.data.Transform;
import dev.fovea.nn.Loss;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.tensor.Seed;
import java.util.List;
import java.util.function.Consumer;

/// How a network is trained: `Fit.epochs(5).batch(128).optimizer(Adam.of(1e-3))`.
///
/// @param epochs how often each image is seen
/// @param steps ends the training after so many steps; 0 for no such end
/// @param batch images in a step; the last of an epoch may hold fewer
/// @param validation the share of each class's training images that is held out to watch the training; 0 for none
/// @param groups parameters that are trained unlike the rest
/// @param transforms random changes of the training images; what is done to every image belongs to the preprocessing
/// @param mixing random mixtures of the images of a batch; the loss must take label rows
/// @param shuffle a new order in each epoch
/// @param dropLast leaves out an epoch's last, smaller batch
public record Fit(
        int epochs,
        long steps,
        int batch,
        Optimizer optimizer,
        Loss loss,
        Clip clip,
        List<ParameterGroup> groups,
        List<Transform> transforms,
        List<Mixing> mixing,
        Seed seed,
        double validation,
        boolean shuffle,
        boolean dropLast) {
    public Fit {
        groups = List.copyOf(groups);
        transforms = List.copyOf(transforms);
        mixing = List.copyOf(mixing);
        require(epochs >= 1, "epochs must be at least 1: got " + epochs);
        require(steps >= 0, "steps must be at least 1, or 0 for all: got " + steps);
        require(batch >= 1, "batch must be at least 1: got " + batch);
        require(
                validation >= 0 && validation < 1,
                "the share held out for validation must be from 0 to below 1: got " + validation);
        for (Transform transform : transforms) {
            require(
                    transform.isRandom(),
                    transform + " does the same to every image, so it must be done when a network is measured and used"
                            + " too: transforms are for training alone; say it with Preprocessing, such as"
                            + " standardising(), cutFrom(image) or another shape, which is saved with the model");
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /// Batches of 32, Adam at 1e−3, cross-entropy, shuffled, seed 1, no validation.
    public static Fit epochs(int epochs) {
        return new Fit(
                epochs, 0, 32, Adam.of(1e-3), Loss.crossEntropy(), Clip.none(), List.of(), List.of(), List.of(),
                Seed.of(1), 0,
                true, false);
    }

    public Fit withEpochs(int epochs) {
        return with(draft -> draft.epochs = epochs);
    }

    /// Ends the training after so many steps, in mid-epoch if need be.
    public Fit steps(long steps) {
        return with(draft -> draft.steps = steps);
    }

    public Fit batch(int batch) {
        return with(draft -> draft.batch = batch);
    }

    public Fit optimizer(Optimizer optimizer) {
        return with(draft -> draft.optimizer = optimizer);
    }

    public Fit loss(Loss loss) {
        return with(draft -> draft.loss = loss);
    }

    public Fit clip(Clip clip) {
        return with(draft -> draft.clip = clip);
    }

    public Fit groups(ParameterGroup... groups) {
        return with(draft -> draft.groups = List.of(groups));
    }

    public Fit transforms(Transform... transforms) {
        return with(draft -> draft.transforms = List.of(transforms));
    }

    /// Mixes the images and labels of each batch; the loss must be one such as `Loss.crossEntropy().soft()`, and the
    /// training accuracy then counts an image as right that is taken for the heavier of its labels.
    public Fit mixing(Mixing... mixing) {
        return with(draft -> draft.mixing = List.of(mixing));
    }

    public Fit seed(Seed seed) {
        return with(draft -> draft.seed = seed);
    }

    /// Holds out a share of the training images, of each class alike: see [dev.fovea.data.Holdout#stratified].
    public Fit validate(double share) {
        return with(draft -> draft.validation = share);
    }

    public Fit unshuffled() {
        return with(draft -> draft.shuffle = false);
    }

    public Fit droppingLast() {
        return with(draft -> draft.dropLast = true);
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        int epochs = epochs();
        long steps = steps();
        int batch = batch();
        Optimizer optimizer = optimizer();
        Loss loss = loss();
        Clip clip = clip();
        List<ParameterGroup> groups = groups();
        List<Transform> transforms = transforms();
        List<Mixing> mixing = mixing();
        Seed seed = seed();
        double validation = validation();
        boolean shuffle = shuffle();
        boolean dropLast = dropLast();

        Fit fit() {
            return new Fit(
                    epochs, steps, batch, optimizer, loss, clip, groups, transforms, mixing, seed, validation, shuffle,
                    dropLast);
        }
    }

    private Fit with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.fit();
    }
}
