package dev.fovea.data;

import dev.fovea.data.picture.PictureFile;
import dev.fovea.tensor.Shape;

/// What reading a picture is expected to take.
public final class ImageMemory {
    private ImageMemory() {}

    public static long of(byte[] file, Shape shape) {
        return Images.fittedMemory(PictureFile.of(file), shape);
    }
}
