package dev.fovea.data.source;

import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.List;

/// Pictures in files as a data set. A pixel's value is `byte / 255`, whether it was kept or is decoded anew.
///
/// @param kept the decoded values of each picture, or nothing for those that are decoded when asked for
record PictureFiles(
        Shape sample, Fitting fitting, List<ImageFolder.Picture> pictures, List<byte[]> kept, List<String> labels)
        implements Dataset {
    private static final int FULL = 255;

    /// The values of a picture as bytes.
    static byte[] decode(Path file, Shape shape, Fitting fitting) {
        float[] values = Images.read(file, shape, fitting).values();
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) Math.round(FULL * Math.clamp(values[i], 0f, 1f));
        }
        return bytes;
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public int label(int index) {
        return pictures.get(index).label();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        byte[] bytes = kept.get(index);
        if (bytes.length == 0) {
            bytes = decode(pictures.get(index).file(), sample, fitting);
        }
        for (int i = 0; i < bytes.length; i++) {
            into[offset + i] = (bytes[i] & 0xFF) / (float) FULL;
        }
    }

    @Override
    public Path file(int index) {
        return pictures.get(index).file();
    }

    @Override
    public String toString() {
        return size() + " pictures of " + sample;
    }
}
