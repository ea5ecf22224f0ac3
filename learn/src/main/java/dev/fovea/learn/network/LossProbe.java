package dev.fovea.learn.network;

import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// The loss of a few pictures as a function of a network's weights: the mean cross-entropy of the first ones of a data
/// set, and what backpropagation says of it. One caller at a time, and none that trains the network meanwhile.
final class LossProbe {
    /// How many pictures.
    static final int PICTURES = 32;
    private static final String FILTERS = ".filters";
    private static final String WEIGHTS = ".weights";

    private final Model model;
    private final Frame frame;

    LossProbe(Model model, Dataset images) {
        this.model = model;
        int sample = Math.toIntExact(model.network().input().size());
        float[] pictures = new float[PICTURES * sample];
        float[] labels = new float[PICTURES];
        for (int i = 0; i < PICTURES; i++) {
            System.arraycopy(model.input(images.image(i)), 0, pictures, i * sample, sample);
            labels[i] = images.label(i);
        }
        Store store = model.subject().store();
        frame = model.subject().backend()
                .compile(model.network().training(Loss.crossEntropy(), _ -> true), store, PICTURES)
                .frame();
        frame.bind(Network.IMAGES, pictures, 0);
        frame.bind(Network.LABELS, labels, 0);
    }

    /// Root of the mean square of the gradients of each layer's weights, by the layer.
    Map<String, Double> gradients() {
        frame.run(PICTURES, 0);
        Map<String, Double> sizes = new LinkedHashMap<>();
        layout().places().forEach((name, place) -> {
            if (isWeights(name)) {
                sizes.put(name.substring(0, name.indexOf('.')), size(place));
            }
        });
        return sizes;
    }

    private double size(Layout.Place place) {
        double squares = 0;
        for (int i = place.from(); i < place.to(); i++) {
            squares += (double) frame.gradients()[i] * frame.gradients()[i];
        }
        return Math.sqrt(squares / place.size());
    }

    /// The weights of all layers, without biases, by their names.
    Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        layout().places().keySet().stream().filter(LossProbe::isWeights)
                .forEach(name -> weights.put(name, model.read(name)));
        return weights;
    }

    private static boolean isWeights(String name) {
        return name.endsWith(FILTERS) || name.endsWith(WEIGHTS);
    }

    private Layout layout() {
        return model.subject().store().parameters();
    }

    /// The loss at the present weights, and its slope for each weight of a layer.
    ///
    /// @param variable the name of its weights
    Slopes slopes(String variable) {
        Layout.Place place = layout().place(variable);
        frame.run(PICTURES, 0);
        float[] slopes = new float[place.size()];
        System.arraycopy(frame.gradients(), place.from(), slopes, 0, slopes.length);
        return new Slopes(frame.scalar(Network.LOSS), new Tensor(place.shape(), slopes));
    }

    /// @param each ∂loss / ∂w for each weight w
    record Slopes(float loss, Tensor each) {}

    /// The loss where one weight has other values and all others stay as they are; afterwards it is as it was.
    float[] losses(String variable, int index, float[] values) {
        Tensor before = model.read(variable);
        float[] losses = new float[values.length];
        try {
            for (int i = 0; i < values.length; i++) {
                float[] moved = before.values().clone();
                moved[index] = values[i];
                model.write(variable, new Tensor(before.shape(), moved));
                frame.forward(PICTURES, 0);
                losses[i] = frame.scalar(Network.LOSS);
            }
        } finally {
            model.write(variable, before);
        }
        return losses;
    }
}
