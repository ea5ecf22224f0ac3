package dev.fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Layout;
import dev.fovea.backend.Store;
import dev.fovea.model.Model;
import dev.fovea.nn.Network;
import dev.fovea.nn.Summary;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What torchvision 0.29 (for MobileNet V1 a network built after Keras) says of the networks that it has too: sizes,
/// and logits of one image under weights that are functions of their places, computed there in double precision. The
/// variables are numbered in the order of torchvision's modules, but that a block's shortcut and its layer scale come
/// after its layers; so the logits hold the wiring and the order.
class ReferenceNetworksTest {
    private static final int STATES = 1_000_000;
    private static final int IMAGE = 2_000_000;

    /// Multiply-adds of one image of the published size, with 1,000 classes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "squeezenet-1.1     | 1235496  | 349151936",
        "densenet121        | 7978856  | 2834161664",
        "inception-v3       | 23834568 | 5713216096",
        "inception-v3-aux   | 27161264 | 5713216096",
        "mobilenet-v1       | 4231976  | 568740352",
        "mobilenet-v2       | 3504872  | 300774272",
        "mobilenet-v3-small | 2542856  | 56510400",
        "mobilenet-v3-large | 5483032  | 216589760",
        "shufflenet-v2      | 2278604  | 144907992",
        "efficientnet-b0    | 5288548  | 385814752",
        "resnext50-32x4d    | 25028904 | 4230479872",
        "wide-resnet50-2    | 68883240 | 11398021120",
        "regnety-400mf      | 4344144  | 401842848",
        "convnext-tiny      | 28589128 | 4455531264"})
    void hasAsManyParametersAndMultiplyAdds(String id, long parameters, long multiplyAdds) {
        Summary summary = Zoo.named(id).network().summary(id);
        assertThat(summary.parameters()).isEqualTo(parameters);
        assertThat(summary.multiplyAdds()).isEqualTo(multiplyAdds);
    }

    /// For one square image and five classes.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "resnet18           | 64 | -52.5059  | -21.776   | -17.7591  | -47.2059  | 0.228029",
        "squeezenet-1.1     | 64 | 0.927111  | 2.25732   | 0.96293   | 0.283442  | 0.563909",
        "densenet121        | 64 | 4.47339   | -0.692261 | 0.0689561 | 1.73014   | -1.40395",
        "inception-v3       | 96 | 0.937898  | -1.17704  | 0.282158  | 0.824201  | 1.11495",
        "mobilenet-v1       | 64 | 0.256011  | 0.338056  | -0.191673 | 0.240639  | 0.571085",
        "mobilenet-v2       | 64 | 1.27906   | -0.318539 | 3.16426   | 1.32011   | -1.06534",
        "mobilenet-v3-small | 64 | -0.818122 | -0.385263 | 0.124943  | 0.0900102 | 0.163078",
        "mobilenet-v3-large | 64 | -212.599  | -353.922  | 0.956854  | -30.0389  | -120.384",
        "shufflenet-v2      | 64 | -7.36761  | -98.1663  | 98.5641   | -133.261  | 25.3574",
        "efficientnet-b0    | 64 | -0.319156 | 0.094003  | -0.393029 | 0.142032  | -0.629254",
        "resnext50-32x4d    | 64 | 874.798   | 1560.63   | 5264.64   | 1906.77   | 5644.43",
        "wide-resnet50-2    | 64 | -1111.41  | 1217.98   | 4338.02   | 1870.35   | 3293.94",
        "regnety-400mf      | 64 | -17.0807  | -21.3816  | -64.9863  | -62.3567  | 0.657342",
        "convnext-tiny      | 64 | 0.503023  | 1.21457   | 0.302484  | -1.0166   | 1.89728"})
    void saysTheSameOfAnImage(String id, int side, double a, double b, double c, double d, double e) {
        double[] expected = {a, b, c, d, e};
        float[] logits = logits(Zoo.named(id), Shape.of(side, side, 3), expected.length);
        double most = Stream.of(a, b, c, d, e).mapToDouble(Math::abs).max().orElseThrow();
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) logits[k]).as("logit %d", k).isEqualTo(expected[k], within(5e-5 * most));
        }
    }

    private static float[] logits(Architecture architecture, Shape image, int classes) {
        Model model = Model.of(architecture.layers(image, classes), image, Seed.of(1));
        Store store = model.subject().store();
        List<String> names = new ArrayList<>(model.parameters().keySet());
        for (int k = 0; k < names.size(); k++) {
            start(names.get(k), k, store.parameters().place(names.get(k)), store.parameterValues());
        }
        List<String> states = new ArrayList<>(model.states().keySet());
        for (int k = 0; k < states.size(); k++) {
            Layout.Place place = store.states().place(states.get(k));
            int half = place.size() / 2;
            fill(store.stateValues(), place.from(), half, STATES + k, 0, 0, 0.2);
            fill(store.stateValues(), place.from() + half, half, STATES + k, half, 1, 0.5);
        }
        store.changed();
        float[] pixels = new float[Math.toIntExact(image.size())];
        fill(pixels, 0, pixels.length, IMAGE, 0, 0, 1);
        Network network = model.network();
        Frame frame = Backends.shared().compile(network.inference(), store, 1).frame();
        frame.bind(Network.IMAGES, pixels, 0);
        frame.run(1, 0);
        return frame.read(Network.OUTPUT).values();
    }

    /// Weights have variance 2 / fan-in, scales are about 1 or, of layers, ½; biases are about 0.
    private static void start(String name, int k, Layout.Place place, float[] values) {
        if (name.endsWith("gamma")) {
            fill(values, place.from(), place.size(), k, 0, name.contains("layer_scale") ? 0.5 : 1, 0.2);
        } else if (place.shape().rank() > 1) {
            double fanIn = place.shape().size() / place.shape().dim(-1);
            fill(values, place.from(), place.size(), k, 0, 0, Math.sqrt(6 / fanIn));
        } else {
            fill(values, place.from(), place.size(), k, 0, 0, 0.2);
        }
    }

    /// middle + spread · u, where u from −1 to 1 is a function of the variable's number and the value's place in it.
    private static void fill(
            float[] values, int from, int count, int variable, int first, double middle, double spread) {
        for (int i = 0; i < count; i++) {
            values[from + i] = (float) (middle + spread * uniform(variable, first + i));
        }
    }

    private static double uniform(int variable, int place) {
        int x = place * 0x9E3779B1 + variable * 0x85EBCA6B;
        x = (x ^ x >>> 16) * 0x21F0AAAD;
        x = (x ^ x >>> 15) * 0x735A2D97;
        x ^= x >>> 15;
        return (x >>> 8) * 0x1p-23 - 1;
    }
}
