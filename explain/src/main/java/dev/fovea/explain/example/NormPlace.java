package dev.fovea.explain.example;

import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;

/// Where the first normalisation of a network stands.
///
/// @param layers from the convolution before it to the next one, such as `convolution → batch norm → ReLU`
public record NormPlace(String network, String layers) {
    static List<NormPlace> found() {
        return List.of(
                of("AlexNet, 2012", "alexnet"), of("GoogLeNet, 2014", "googlenet"),
                of("VGG-16 with batch norm", "vgg16-bn"), of("ResNet-18, 2015", "resnet18"));
    }

    private static NormPlace of(String name, String id) {
        Architecture network = Zoo.named(id);
        List<Layer> layers = ((Sequential) network.layers(network.input(), network.classes())).layers();
        List<String> words = new ArrayList<>();
        boolean normalised = false;
        for (Layer layer : layers) {
            boolean convolution = layer instanceof Conv2D;
            if (normalised && (convolution || words(layer).isEmpty())) {
                break;
            }
            if (convolution) {
                words.clear();
            }
            normalised |= layer instanceof BatchNorm || layer instanceof LocalResponseNorm;
            words.addAll(words(layer));
        }
        return new NormPlace(name, String.join(" → ", words));
    }

    static void addTo(List<Block> page, List<NormPlace> places) {
        page.add(Block.text("Two ways to bring the numbers inside a network to a common size. Local response"
                + " normalisation is the older one, of 2012, and comes first here; batch norm, of 2015, has taken its"
                + " place. A network has one of them or neither. Where they first stand in networks:"));
        page.add(new Block.Table(
                List.of("network", "layers, in this order"),
                places.stream().map(place -> List.of(place.network(), place.layers())).toList(), List.of(1)));
        page.add(Block.text("Local response normalisation stands behind the activation: it damps answers. (AlexNet's"
                + " paper has it before the pooling, GoogLeNet one behind a pooling and one before.) Batch norm stands"
                + " between the sums and the activation, so that the sums lie where the curve tells them apart."));
    }

    private static List<String> words(Layer layer) {
        return switch (layer) {
            case Conv2D conv when conv.activation() == Activation.RELU -> List.of("convolution", "ReLU");
            case Conv2D _ -> List.of("convolution");
            case BatchNorm _ -> List.of("batch norm");
            case LocalResponseNorm _ -> List.of("local response norm");
            case MaxPool2D _ -> List.of("max pooling");
            case Activation.Plain plain when plain == Activation.RELU -> List.of("ReLU");
            default -> List.of();
        };
    }
}
