package dev.fovea.train;

import dev.fovea.data.Batch;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/// The classes of a batch in the form that a loss takes: indices, or rows with a 1 at the class.
final class Targets {
    private final int classes;
    private final float[] rows;

    /// @throws IllegalArgumentException if the loss takes anything else
    Targets(Loss loss, Network network, int batch) {
        Shape output = network.output().batched();
        Shape labels = loss.labels(output);
        boolean indices = labels.equals(Shape.of(Shape.N));
        if (!indices && !labels.equals(output)) {
            throw new IllegalArgumentException("a loss takes one class for each image, or one number for each value of the"
                    + " network's output " + output + ": got a loss that takes " + labels);
        }
        this.classes = Math.toIntExact(output.sample().size());
        this.rows = indices ? new float[0] : new float[batch * classes];
    }

    /// Valid until the next call.
    float[] of(Batch batch) {
        if (rows.length == 0) {
            return batch.labels();
        }
        Arrays.fill(rows, 0, batch.size() * classes, 0);
        for (int i = 0; i < batch.size(); i++) {
            rows[i * classes + (int) batch.labels()[i]] = 1;
        }
        return rows;
    }
}
