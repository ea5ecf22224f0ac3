package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.TableConv2D;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
                Arguments.of("[4,4,1]", TableConv2D.of(1 << 16, List.of(List.of(0))),
                        "the network in it cannot be built: integer overflow"),
                Arguments.of("[4,4,16]", Sequential.of(Flatten.of(), Dense.of(8_000_000)),
                        "expected a tensor dense.weights of shape 256×8000000, got none"),
                Arguments.of("[4,4,1]", Sequential.of(Conv2D.of(1 << 30, 3)),
                        "expected a tensor conv2d.filters of shape 3×3×1×1073741824, got none"),
                Arguments.of("[2000000000,2000000000,2000000000]", dense,
                        "the network in it cannot be built: long overflow"),
                Arguments.of("[2000000000,2000,1]", dense, "the network in it cannot be built: integer overflow"),
                Arguments.of("[4,4,1]", Sequential.of(Dense.of(2)),
                        "the network in it cannot be built: Dense.of(2) expects a flat input: got 4×4×1"));
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
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }
}
