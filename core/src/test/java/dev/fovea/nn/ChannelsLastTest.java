package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

/// Images with the channels first are taken at the edge of a network.
class ChannelsLastTest {
    @Test
    void aNetworkTakesPlanesAsItTakesPixels() {
        int h = 5;
        int w = 4;
        float[] pixels = Outputs.random(Shape.of(h, w, 3));
        float[] planes = new float[pixels.length];
        for (int i = 0; i < h * w; i++) {
            for (int channel = 0; channel < 3; channel++) {
                planes[channel * h * w + i] = pixels[3 * i + channel];
            }
        }
        Conv2D conv = Conv2D.of(6, 3).same().relu();
        assertThat(Outputs.of(Sequential.of(ChannelsLast.of(), conv), Shape.of(3, h, w), planes))
                .isEqualTo(Outputs.of(conv, Shape.of(h, w, 3), pixels));
    }
}
