package dev.fovea.train;

import dev.fovea.data.Batch;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// The labels of a batch in the form that a loss takes: class indices, or rows of probabilities, which for images
/// that are not mixed have a 1 at the class.
final class Targets {
    private final int classes;
    private final float[] rows;

    /// @throws IllegalArgumentException if the loss takes anything else
    ///
    /// @param mixed whether batches have label rows of their own
    Targets(Loss loss, Network network, int batch, boolean mixed) {
        Shape output = network.output().batched();
        Shape labels = loss.labels(output);
        boolean indices = labels.equals(Shape.of(Shape.N));
        if (!indices && !labels.equals(output)) {
            throw new IllegalArgumentException("a loss takes one class for each image, or one number for each value of"
                    + " the network's output " + output + ": got a loss that takes " + labels);
        }
        if (indices && mixed) {
            throw new IllegalArgumentException("mixed images have several classes each: got a loss that takes one class"
                    + " for each image; take one on label rows, such as Loss.crossEntropy().soft()");
        }
        this.classes = Math.toIntExact(output.sample().size());
        this.rows = indices ? new float[0] : new float[batch * classes];
    }

    /// Valid until the next call.
    float[] of(Batch batch) {
        if (rows.length == 0) {
            return batch.labels();
        }
        if (batch.rows().length > 0) {
            return batch.rows();
        }
        Arrays.fill(rows, 0, batch.size() * classes, 0);
        for (int i = 0; i < batch.size(); i++) {
            rows[i * classes + (int) batch.labels()[i]] = 1;
        }
        return rows;
    }
}
