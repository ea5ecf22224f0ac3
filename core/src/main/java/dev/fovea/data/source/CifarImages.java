package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.tensor.Shape;
import java.util.List;

/// The records of the CIFAR files: label bytes, then 1,024 red, 1,024 green and 1,024 blue bytes.
///
/// @param labelBytes before the pixels of each record
/// @param perFile records in each file
record CifarImages(int labelBytes, int perFile) {
    private static final int EDGE = 32;
    private static final int PIXELS = 3 * EDGE * EDGE;

    /// Reads files into one array.
    ///
    /// @param label which of the label bytes counts
    ByteImages read(DataFolder folder, List<String> files, int label, List<String> labels) {
        List<DataFile> found = files.stream().map(folder::file).toList();
        found.forEach(this::check);
        int stride = labelBytes + PIXELS;
        byte[] bytes = new byte[found.size() * perFile * stride];
        for (int i = 0; i < found.size(); i++) {
            found.get(i).copy(bytes, i * perFile * stride, perFile * stride);
        }
        var pixels = new ByteImages.Field(bytes, labelBytes, stride);
        var classes = new ByteImages.Field(bytes, label, stride);
        return new ByteImages(Shape.of(EDGE, EDGE, 3), found.size() * perFile, 255, pixels, classes, labels)
                .checked(i -> found.get(i / perFile).toString());
    }

    private void check(DataFile file) {
        long expected = (long) perFile * (labelBytes + PIXELS);
        if (file.size() != expected) {
            throw new DataException(file + ": expected " + expected + " bytes (" + perFile + " images of "
                    + (labelBytes + PIXELS) + "), got " + file.size() + "; "
                    + (file.size() < expected ? "the file is truncated" : "the file has trailing bytes")
                    + ", fetch it again");
        }
    }
}
