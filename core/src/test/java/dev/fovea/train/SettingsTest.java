package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.Transform;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.watch.EarlyStopping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No setting is without effect, and none takes its effect too late.
class SettingsTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 64);

    @TempDir
    Path folder;

    private static Layer layers() {
        return Sequential.of(Flatten.of(), Dense.of(16).relu(), Dropout.of(0.5), Dense.of(10));
    }

    private static Model model() {
        return Model.of(layers(), DIGITS, Seed.of(4));
    }

    /// The share that is held out is the same, whether the model or a trainer holds it out.
    @Test
    void theHeldOutShareIsHeldOutByATrainerToo() {
        Fit fit = Fit.epochs(2).validate(0.2);
        Trainer trainer = model().trainer(fit, DIGITS, null, new Trainer.Saving(folder, 0));
        Trainer.Result result = trainer.run(List.of());
        assertThat(result.validation()).isNotNull();
        assertThat(result.train().count() + result.validation().count()).isEqualTo(64);
        Trainer.Result fitted = model().fit(DIGITS, fit);
        assertThat(fitted.validation()).isEqualTo(result.validation());
        assertThat(fitted.train()).isEqualTo(result.train());
        Trainer again = model().trainer(fit.withEpochs(3), DIGITS, null, null);
        again.resume(folder.resolve("last.safetensors"));
        assertThat(again.run(List.of()).validation()).isEqualTo(model().fit(DIGITS, fit.withEpochs(3)).validation());
        assertThatThrownBy(() -> model().trainer(fit, DIGITS, Subset.first(DIGITS, 3), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 3 validation images and Fit.validate(0.2) holds out others: leave one of the two"
                        + " out");
    }

    /// The order of the images of a training, and where its random numbers start.
    private static final class Watching implements Transform {
        final ConcurrentLinkedQueue<Long> counters = new ConcurrentLinkedQueue<>();

        @Override
        public int draws() {
            return 1;
        }

        @Override
        public Shape shape(Shape image) {
            return image;
        }

        @Override
        public void apply(
                float[] from, int fromOffset, Shape image, float[] into, int offset, Seed seed, long counter) {
            counters.add(counter);
            System.arraycopy(from, fromOffset, into, offset, (int) image.size());
        }
    }

    private static List<Float> losses(Model model, Fit fit) {
        List<Float> losses = new ArrayList<>();
        model.fit(DIGITS, fit, event -> {
            if (event instanceof Event.StepDone done) {
                losses.add(done.loss());
            }
        });
        return losses;
    }

    /// Three fits of one epoch draw what one fit of three epochs draws: order, transforms and dropout. Without slots,
    /// the bits are the same too.
    @Test
    void fitsInALoopGoOnWithTheirRandomNumbers() {
        Fit fit = Fit.epochs(1).batch(16).optimizer(Sgd.of(0.05));
        Model model = model();
        List<Float> loop = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            loop.addAll(losses(model, fit));
        }
        assertThat(loop).hasSize(12).isEqualTo(losses(model(), fit.withEpochs(3)));

        Model still = model();
        Set<List<Float>> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            seen.add(losses(still, fit.optimizer(Sgd.of(1e-30))));
        }
        assertThat(seen).as("with weights that stay").hasSize(4);

        Model augmented = model();
        Watching watching = new Watching();
        for (int i = 0; i < 2; i++) {
            augmented.fit(DIGITS, fit.transforms(watching));
        }
        assertThat(new HashSet<>(watching.counters)).as("random numbers of two epochs")
                .hasSizeGreaterThanOrEqualTo(128);
    }

    /// The images that are held out stay the same ones, and a fit that was cut in mid-epoch counts as begun.
    @Test
    void fitsInALoopHoldOutTheSameImages() {
        Model model = model();
        Fit fit = Fit.epochs(1).batch(16).validate(0.25).steps(2).optimizer(Sgd.of(1e-30));
        Trainer.Result first = model.fit(DIGITS, fit);
        Trainer.Result second = model.fit(DIGITS, fit);
        assertThat(second.validation()).isEqualTo(first.validation());
        assertThat(second.train()).isNotEqualTo(first.train());
    }

    /// A single fit is as it was: the model's count starts at 0, and trainers have their own.
    @Test
    void aTrainerDrawsFromTheStart() {
        Fit fit = Fit.epochs(1).batch(16).optimizer(Sgd.of(1e-30));
        Model model = model();
        Trainer.Result first = model.fit(DIGITS, fit);
        Trainer.Result again = model.trainer(fit, DIGITS, null, null).run(List.of());
        assertThat(again.train().loss()).isEqualTo(first.train().loss());
        Trainer saved = model.trainer(fit, DIGITS, null, new Trainer.Saving(folder, 0));
        assertThatThrownBy(() -> saved.continuing(Progress.at(1, 4))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void earlyStoppingWithoutValidationIsRefusedAtTheStart() {
        Model model = model();
        float[] before = model.subject().store().parameterValues().clone();
        List<Event> events = new ArrayList<>();
        assertThatThrownBy(() -> model.fit(DIGITS, Fit.epochs(3), events::add, EarlyStopping.of(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("early stopping needs validation images: got none; set some apart, such as"
                        + " Fit.validate(0.1)");
        assertThat(events).isEmpty();
        assertThat(model.subject().store().parameterValues()).isEqualTo(before);
        assertThat(model.fit(DIGITS, Fit.epochs(3).validate(0.2), EarlyStopping.of(2)).epochs()).isPositive();
    }

    /// Refused where all batches are of one image; a smaller last batch of one is fine, and so is one image of many
    /// pixels.
    @Test
    void batchNormNeedsSeveralValues() {
        Layer flat = Sequential.of(Flatten.of(), Dense.of(8), BatchNorm.of(), Dense.of(10));
        assertThatThrownBy(() -> Model.of(flat, DIGITS, Seed.of(1)).fit(DIGITS, Fit.epochs(1).batch(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batch norm needs more than 1 value for each channel: got batches of 1 image in layer"
                        + " batch_norm; take larger batches, or freeze the layer");
        Layer each = Sequential.of(Conv2D.of(2, 3), BatchNorm.of().perNeuron(), Flatten.of(), Dense.of(10));
        assertThatThrownBy(() -> Model.of(each, DIGITS, Seed.of(1)).fit(DIGITS, Fit.epochs(1).batch(1)))
                .hasMessageContaining("got batches of 1 image in layer batch_norm");
        Dataset one = Subset.first(DIGITS, 1);
        assertThatThrownBy(() -> Model.of(flat, DIGITS, Seed.of(1)).fit(one, Fit.epochs(1).batch(32)))
                .as("all images there are").hasMessageContaining("got batches of 1 image in layer batch_norm");

        Dataset odd = Subset.first(DIGITS, 33);
        assertThat(Model.of(flat, odd, Seed.of(1)).fit(odd, Fit.epochs(2).batch(32)).train().loss()).isFinite();
        Layer pixels = Sequential.of(Conv2D.of(2, 3), BatchNorm.of(), Flatten.of(), Dense.of(10));
        assertThat(Model.of(pixels, DIGITS, Seed.of(1)).fit(DIGITS, Fit.epochs(1).batch(1)).train().loss()).isFinite();
        Fit frozen = Fit.epochs(1).batch(1).groups(ParameterGroup.of("batch_norm*").frozen());
        assertThat(Model.of(flat, DIGITS, Seed.of(1)).fit(DIGITS, frozen).train().loss()).isFinite();
    }
}
