package dev.fovea.nn;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// What a model puts out before any softmax.
final class Outputs {
    private Outputs() {}

    static float[] of(Model model, float[] sample) {
        Frame frame = Backends.shared().compile(model.network().inference(), model.subject().store(), 1).frame();
        frame.bind(Network.IMAGES, sample, 0);
        frame.run(1, 0);
        return frame.read(Network.OUTPUT).values();
    }

    /// Of a layer without parameters, or with those of seed 1.
    static float[] of(Layer layer, Shape input, float... sample) {
        return of(Model.of(layer, input, Seed.of(1)), sample);
    }

    static float[] random(Shape sample) {
        Seed seed = Seed.of(5);
        float[] values = new float[Math.toIntExact(sample.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.normal(i);
        }
        return values;
    }
}
