package dev.fovea.train;

import dev.fovea.backend.Frame;
import dev.fovea.backend.Store;
import dev.fovea.data.Batch;
import dev.fovea.data.Dataset;
import dev.fovea.tensor.Finite;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Refuses a training step whose loss or new states are not finite, before it changes a parameter: the network is then
/// as the step before left it. Allocates nothing while all is well.
final class StepCheck {
    /// Images hold values from 0 to 1, and a few hundred after they are normalised: beyond this one is to blame.
    private static final float LARGE = 1e6f;

    private final Frame frame;
    private final Store store;
    private final Dataset data;
    private final float[] before;

    /// @param frame that trains
    /// @param data that is trained on
    StepCheck(Frame frame, Store store, Dataset data) {
        this.frame = frame;
        this.store = store;
        this.data = data;
        this.before = store.states().zeros();
    }

    /// Comes before the forward pass.
    void begin() {
        System.arraycopy(store.stateValues(), 0, before, 0, before.length);
    }

    /// Comes after the forward pass.
    ///
    /// @param key of the step's random numbers
    /// @throws NotFiniteException names the image or the layer
    void require(long step, long key, Batch batch, float loss) {
        boolean finite = Float.isFinite(loss) && Finite.first(store.stateValues(), 0, before.length) < 0;
        if (!finite) {
            throw refused(step, key, batch, loss);
        }
    }

    private NotFiniteException refused(long step, long key, Batch batch, float loss) {
        String state = FiniteNumbers.brokenState(store);
        restore();
        String layer = frame.firstNonFinite(batch.size(), key);
        restore();
        store.changed();
        String what = Float.isFinite(loss)
                ? state + " after step " + step
                : "the loss became " + loss + " at step " + step;
        String large = large(batch);
        String where = what + ", first in layer " + (layer == null ? "loss" : layer);
        return large == null ? NotFiniteException.ofDivergence(where) : new NotFiniteException(where + ": " + large);
    }

    private void restore() {
        System.arraycopy(before, 0, store.stateValues(), 0, before.length);
    }

    /// A line about the image of the batch that is out of all proportion; null if none is.
    private @Nullable String large(Batch batch) {
        int sample = batch.images().length / batch.labels().length;
        int greatest = 0;
        for (int i = 1; i < batch.size() * sample; i++) {
            greatest = Math.abs(batch.images()[i]) > Math.abs(batch.images()[greatest]) ? i : greatest;
        }
        float value = batch.images()[greatest];
        return Math.abs(value) < LARGE ? null : String.format(
                Locale.ROOT, "%s holds %.3g, expected values from 0 to 1; leave the image out or mend it",
                data.name(batch.indices()[greatest / sample]), value);
    }
}
