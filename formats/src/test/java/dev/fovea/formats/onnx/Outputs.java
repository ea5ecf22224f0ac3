package dev.fovea.formats.onnx;

import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.model.Model;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/// What a network makes of a batch, in the forms of golden files.
final class Outputs {
    private Outputs() {}

    static float[] of(Model model, float[] images, int samples) {
        Frame frame = Backends.shared()
                .compile(model.network().inference(), model.subject().store(), samples).frame();
        frame.bind(Network.IMAGES, images, 0);
        frame.run(samples, 0);
        float[] outputs = new float[Math.toIntExact(samples * model.network().output().size())];
        frame.read(Network.OUTPUT, outputs, 0);
        return outputs;
    }

    static float[] floats(byte[] bytes) {
        FloatBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] floats = new float[buffer.remaining()];
        buffer.get(floats);
        return floats;
    }

    /// Images with channels first, as ONNX has them, with channels last.
    static float[] channelsLast(float[] images, Shape shape) {
        int h = shape.dim(0);
        int w = shape.dim(1);
        int c = shape.dim(2);
        float[] lying = new float[images.length];
        for (int i = 0; i < images.length; i++) {
            int column = i % w;
            int row = i / w % h;
            int channel = i / w / h % c;
            int image = i / w / h / c;
            lying[((image * h + row) * w + column) * c + channel] = images[i];
        }
        return lying;
    }
}
