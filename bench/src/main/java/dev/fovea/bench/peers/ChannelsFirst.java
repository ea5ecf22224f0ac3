package dev.fovea.bench.peers;

import dev.fovea.nn.TableConv2D;
import dev.fovea.tensor.Shape;
import java.util.List;

/// From Fovea's layouts to those of engines that have the channels before the pixels.
final class ChannelsFirst {
    private ChannelsFirst() {}

    /// Images × height × width × channels becomes images × channels × height × width.
    static float[] images(float[] values, Shape image) {
        int pixels = image.dim(0) * image.dim(1);
        int channels = image.dim(2);
        int count = values.length / pixels / channels;
        float[] turned = new float[values.length];
        for (int n = 0; n < count; n++) {
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < channels; c++) {
                    turned[(n * channels + c) * pixels + p] = values[(n * pixels + p) * channels + c];
                }
            }
        }
        return turned;
    }

    /// Height × width × channels × filters becomes filters × channels × height × width.
    static float[] filters(float[] values, int taps, int filters) {
        int channels = values.length / taps / filters;
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int k = i % filters;
            int c = i / filters % channels;
            int tap = i / filters / channels;
            turned[(k * channels + c) * taps + tap] = values[i];
        }
        return turned;
    }

    /// The filters of a table as those of a whole convolution, zero where the table has no connection: taps ×
    /// connections becomes filters × channels × height × width.
    static float[] filters(TableConv2D table, float[] connected, int channels) {
        int taps = table.size() * table.size();
        int filters = table.table().size();
        int connections = connected.length / taps;
        float[] whole = new float[filters * channels * taps];
        int from = 0;
        for (int k = 0; k < filters; k++) {
            List<Integer> row = table.table().get(k);
            for (int i = 0; i < row.size(); i++) {
                for (int tap = 0; tap < taps; tap++) {
                    whole[(k * channels + row.get(i)) * taps + tap] = connected[tap * connections + from + i];
                }
            }
            from += row.size();
        }
        return whole;
    }

    /// Inputs × units, the inputs in the order of what was flattened, becomes the same with the channels first.
    ///
    /// @param flattened height × width × channels, or anything else where no images came in
    static float[] dense(float[] values, int units, Shape flattened) {
        int inputs = values.length / units;
        int channels = flattened.rank() == 3 && flattened.size() == inputs ? flattened.dim(2) : inputs;
        int pixels = inputs / channels;
        float[] turned = new float[values.length];
        for (int i = 0; i < inputs; i++) {
            int place = i % channels * pixels + i / channels;
            System.arraycopy(values, i * units, turned, place * units, units);
        }
        return turned;
    }

    /// Rows × columns becomes columns × rows.
    static float[] transposed(float[] values, int columns) {
        int rows = values.length / columns;
        float[] turned = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                turned[j * rows + i] = values[i * columns + j];
            }
        }
        return turned;
    }
}
