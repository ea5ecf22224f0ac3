package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/// Images and labels that lie as records in byte arrays, as most published files have them.
///
/// A pixel is `byte / full`. Records hold one image each, either row by row (one channel) or one
/// plane a channel; [#read] writes channels innermost.
///
/// @param sample height × width × channels
/// @param full the byte that means 1
/// @param pixels where the pixels are
/// @param classes where the labels are
record ByteImages(Shape sample, int size, int full, Field pixels, Field classes, List<String> labels)
        implements Dataset {
    /// A field of fixed-size records.
    ///
    /// @param first where the field of record 0 begins
    /// @param stride bytes from one record to the next
    record Field(byte[] bytes, int first, int stride) {
        int at(int index) {
            return first + index * stride;
        }
    }

    ByteImages {
        labels = List.copyOf(labels);
        if (size < 1) {
            throw new DataException("a data set needs at least 1 image: got 0");
        }
    }

    @Override
    public int label(int index) {
        return classes.bytes[classes.at(Objects.checkIndex(index, size))] & 0xFF;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int from = pixels.at(Objects.checkIndex(index, size));
        int channels = sample.dim(2);
        int plane = sample.dim(0) * sample.dim(1);
        for (int c = 0; c < channels; c++) {
            plane(pixels.bytes, from + c * plane, plane, into, offset + c, channels);
        }
    }

    private void plane(byte[] bytes, int from, int plane, float[] into, int offset, int channels) {
        float scale = full;
        for (int i = 0; i < plane; i++) {
            into[offset + i * channels] = (bytes[from + i] & 0xFF) / scale;
        }
    }

    /// This set, or an error that names the first label that no class has.
    ///
    /// @param file what the error calls the place of an image
    ByteImages checked(IntFunction<String> file) {
        for (int i = 0; i < size; i++) {
            if (label(i) >= labels.size()) {
                throw new DataException(file.apply(i) + ": label " + label(i) + " of image " + i
                        + " is out of range: expected 0 to " + (labels.size() - 1)
                        + "; the file is damaged or belongs to another data set");
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return size + " images of " + sample;
    }
}
