package dev.fovea.zoo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The registry of architectures: one line a family.
public final class Zoo {
    private static final List<Architecture> ALL = Stream.of(
                    Lenet.all(),
                    Alexnet.all(),
                    Vgg.all(),
                    Googlenet.all(),
                    Resnet.all(),
                    CifarResnet.all(),
                    Squeezenet.all(),
                    Densenet.all(),
                    Inception.all(),
                    Mobilenet.all(),
                    MobilenetV3.all(),
                    Shufflenet.all(),
                    Efficientnet.all(),
                    Regnet.all(),
                    Convnext.all())
            .flatMap(List::stream)
            .toList();

    private Zoo() {}

    public static List<Architecture> all() {
        return ALL;
    }

    public static boolean has(String id) {
        return ALL.stream().anyMatch(architecture -> architecture.id().equals(id));
    }

    /// @throws IllegalArgumentException if there is no architecture of that name
    public static Architecture named(String id) {
        return ALL.stream()
                .filter(architecture -> architecture.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no architecture is named " + id + ": expected one of "
                        + ALL.stream().map(Architecture::id).collect(Collectors.joining(", "))));
    }
}
