package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.TableConv2D;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A small file that claims a huge or impossible network is refused before anything is allocated by its claim.
class ClaimedNetworkTest {
    @TempDir
    Path folder;

    static Stream<Arguments> claims() {
        Layer dense = Sequential.of(Flatten.of(), Dense.of(2));
        List<Integer> even = IntStream.range(0, 128).mapToObj(channel -> 2 * channel).toList();
        return Stream.of(
                Arguments.of("[4,4,256]", TableConv2D.of(3, Collections.nCopies(256, even)),
                        "expected a tensor table_conv2d.filters of shape 9×32768, got none"),
                Arguments.of("[4,4,1]", TableConv2D.of(46_340, List.of(List.of(0))),
                        "the network in it cannot be built: table_conv2d: a window of 46340×46340"),
                Arguments.of("[4,4,16]", Sequential.of(Flatten.of(), Dense.of(8_000_000)),
                        "expected a tensor dense.weights of shape 256×8000000, got none"),
                Arguments.of("[4,4,1]", Sequential.of(Conv2D.of(1 << 30, 3)),
                        "the network in it cannot be built: conv2d: a tensor may have at most 2³¹ − 77 values: got"
                                + " 3×3×1×1073741824"),
                Arguments.of("[2000000000,2000000000,2000000000]", dense,
                        "the network in it cannot be built: a tensor may have at most 2³¹ − 77 values:"
                                + " got 2000000000×"),
                Arguments.of("[2000000000,2000,1]", dense,
                        "the network in it cannot be built: a tensor may have at most 2³¹ − 77 values:"
                                + " got 2000000000×2000×1"),
                Arguments.of("[4,4,1]", Sequential.of(Dense.of(2)),
                        "the network in it cannot be built: dense: Dense.of(2) expects a flat input: got 4×4×1"));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void isRefused(String input, Layer layers, String message) {
        Path file = folder.resolve("small.safetensors");
        String json = "{\"version\":1,\"network\":{\"input\":" + input + ",\"layers\":" + Layers.codec().write(layers)
                + "},\"preprocessing\":{\"type\":\"standardise\",\"shape\":[4,4,1],\"mean\":[],\"std\":[]},"
                + "\"labels\":[\"a\",\"b\"],\"optimizer\":null,\"settings\":{},\"seed\":0,\"progress\":{\"epoch\":0,"
                + "\"batch\":0,\"step\":0,\"lossSum\":0,\"correct\":0,\"count\":0},\"history\":[]}";
        Safetensors.write(file, Map.of(CheckpointFile.KEY, json), List.of());
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    static Stream<Arguments> pictures() {
        return Stream.of(
                Arguments.of("[100000,100000,1]", 16, "a tensor may have at most 2³¹ − 77 values: got 100000×100000×1"),
                Arguments.of("[40000,40000,1]", 16,
                        "pictures are brought to at most 2²⁸ values: got 40000×40000×1, 1600000000 of them"),
                Arguments.of("[2147483647,4,1]", 16, "a tensor may have at most 2³¹ − 77 values: got 2147483647×4×1"),
                Arguments.of("[4,4,1]", 2, "the network gives 16 values and the data has 2 classes"),
                Arguments.of("[4,4,1]", 0, "the network gives 16 values and the data has 0 classes"));
    }

    /// A picture that is cut to a small input costs as much as a large input.
    @ParameterizedTest
    @MethodSource("pictures")
    void pictureOrClassesAreRefused(String image, int classes, String message) {
        Path file = folder.resolve("small.safetensors");
        String labels = IntStream.range(0, classes).mapToObj(k -> "\"" + k + "\"").collect(Collectors.joining(","));
        String json = "{\"version\":3,\"network\":{\"input\":[4,4,1],\"layers\":"
                + Layers.codec().write(Flatten.of()) + "},\"preprocessing\":{\"type\":\"standardise\",\"image\":"
                + image
                + ",\"fitting\":\"CROP\",\"shape\":[4,4,1],\"mean\":[],\"std\":[],\"standardised\":false},\"labels\":["
                + labels + "],\"optimizer\":null,\"settings\":{},\"seed\":0,\"progress\":{\"epoch\":0,"
                + "\"batch\":0,\"step\":0,\"lossSum\":0,\"correct\":0,\"count\":0,\"seconds\":0},\"history\":[]}";
        Safetensors.write(file, Map.of(CheckpointFile.KEY, json), List.of());
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aPictureThatTheHeapCannotHoldIsRefused() {
        Shape picture = Shape.of(1000, 1000, 3);
        Subject.checkPicture(picture, 48_000_000);
        assertThatThrownBy(() -> Subject.checkPicture(picture, 47_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture of 1000×1000×3 takes 0.01 GB, heap 0.05 GB:"
                        + " use a heap of 1 GB or smaller pictures");
    }
}
