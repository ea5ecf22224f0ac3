package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where layers put the channels of an image whose values are their own places, worked by hand.
class MovedChannelsTest {
    private static float[] moved(Layer layer, Shape image) {
        float[] places = new float[Math.toIntExact(image.size())];
        IntStream.range(0, places.length).forEach(i -> places[i] = i);
        return Outputs.of(layer, image, places);
    }

    /// Two groups of three: 0 1 2 and 3 4 5.
    @Test
    void channelsOfTheGroupsTakeTurns() {
        assertThat(moved(ChannelShuffle.of(2), Shape.of(1, 2, 6)))
                .containsExactly(0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11);
        assertThat(moved(ChannelShuffle.of(3), Shape.of(1, 1, 6))).containsExactly(0, 2, 4, 1, 3, 5);
    }

    /// One row of two pixels of 8 channels becomes two rows of four pixels of 2.
    @Test
    void channelsBecomeBlocksOfPixels() {
        assertThat(moved(DepthToSpace.of(2), Shape.of(1, 2, 8)))
                .containsExactly(0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15);
        assertThat(moved(DepthToSpace.of(2).pixelShuffle(), Shape.of(1, 2, 8)))
                .containsExactly(0, 4, 1, 5, 8, 12, 9, 13, 2, 6, 3, 7, 10, 14, 11, 15);
    }

    @Test
    void whatDoesNotDivideIsRefused() {
        assertThatThrownBy(() -> moved(ChannelShuffle.of(4), Shape.of(1, 1, 6))).hasMessageContaining(
                "groups must divide channels, of which there are at most 65536: got groups=4, channels=6");
        assertThatThrownBy(() -> moved(DepthToSpace.of(2), Shape.of(1, 1, 6)))
                .hasMessageContaining("channels must be a multiple of block² = 4: got 6");
        assertThatThrownBy(() -> moved(SqueezeExcite.of(2), Shape.of(6)))
                .hasMessageContaining("GlobalAveragePooling expects images");
    }
}
