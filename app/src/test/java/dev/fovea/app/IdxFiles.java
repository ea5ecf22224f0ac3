package dev.fovea.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small files of MNIST's kind.
final class IdxFiles {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    private IdxFiles() {}

    /// Writes the four files, filled with a pattern.
    static Path write(Path folder, int train, int test) throws IOException {
        Files.createDirectories(folder);
        part(folder, "train", train);
        part(folder, "t10k", test);
        return folder;
    }

    private static void part(Path folder, String name, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * 28 * 28).putInt(IMAGES).putInt(count).putInt(28)
                .putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(LABELS).putInt(count);
        for (int i = 0; i < count; i++) {
            images.put(16 + i * 784 + i % 784, (byte) 255);
            labels.put(8 + i, (byte) (i % 10));
        }
        Files.write(folder.resolve(name + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(name + "-labels-idx1-ubyte"), labels.array());
    }
}
