package dev.fovea.formats.weights;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/// Files that PyTorch and the library safetensors wrote, see `weights.py` in bench.
final class TorchFiles {
    private TorchFiles() {}

    static Path file(String name) {
        URL resource = Objects.requireNonNull(TorchFiles.class.getResource(name), name);
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
