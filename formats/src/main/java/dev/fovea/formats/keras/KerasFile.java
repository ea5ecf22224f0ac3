package dev.fovea.formats.keras;

import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A file that Keras saved a model to: what it says of the network, and the weights.
///
/// @param isOld whether Keras 2 wrote it
record KerasFile(KerasLayer model, LayerWeights weights, boolean isOld) {
    private static final int MOST_CONFIG = 1 << 26;
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final int MOST_ENTRIES = 1000;
    /// Weights hardly shrink when they are compressed.
    private static final long MOST_RATIO = 100;
    private static final long SMALL = 1 << 20;

    static KerasFile read(Path path) {
        String file = path.toString();
        try (InputStream start = Files.newInputStream(path)) {
            byte[] first = start.readNBytes(2);
            return first.length == 2 && first[0] == 'P' && first[1] == 'K' ? zipped(path) : legacy(file, bytes(path));
        } catch (IOException e) {
            throw FileException.unread(file, e);
        }
    }

    /// The tree of a file of weights alone.
    static HdfTree weights(Path path) {
        try {
            return HdfTree.of(path.toString(), bytes(path));
        } catch (IOException e) {
            throw FileException.unread(path.toString(), e);
        }
    }

    private static byte[] bytes(Path path) throws IOException {
        long size = Files.size(path);
        requireRoom(path.toString(), size);
        return Files.readAllBytes(path);
    }

    private static void requireRoom(String what, long size) {
        long most = Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory() / 2);
        if (size > most) {
            throw new FileException(what + " has " + size + " bytes, of which " + most
                    + " fit into half of the memory: give the JVM a larger heap; 2 GiB are the most");
        }
    }

    private static KerasFile legacy(String file, byte[] bytes) {
        HdfTree root = HdfTree.of(file, bytes);
        String config = root.text("model_config");
        if (config == null) {
            throw new FileException(file + ": expected the attribute model_config, which describes the network: a file"
                    + " of weights alone goes with Keras.readWeights(file, model)");
        }
        HdfTree weights = root.group("model_weights");
        String version = root.text("keras_version");
        boolean isOld = version == null || version.startsWith("2") || version.startsWith("1");
        return new KerasFile(model(file, config), new LayerWeights.ByName(weights == null ? root : weights), isOld);
    }

    private static KerasFile zipped(Path path) throws IOException {
        String file = path.toString();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw new FileException(file + ": expected a few files in it: got " + zip.size());
            }
            zip.stream().forEach(entry -> requirePlain(file, entry.getName()));
            byte[] config = entry(file, zip, CONFIG, MOST_CONFIG);
            byte[] weights = entry(file, zip, WEIGHTS, Integer.MAX_VALUE);
            KerasLayer model = model(file, new String(config, StandardCharsets.UTF_8));
            return new KerasFile(model, new LayerWeights.Numbered(HdfTree.of(file, weights)), false);
        } catch (ZipException | IllegalArgumentException e) {
            throw new FileException(file + ": expected a zip file as model.save makes it: got " + e.getMessage(), e);
        }
    }

    private static void requirePlain(String file, String name) {
        if (List.of(name.split("[/\\\\]", -1)).contains("..") || name.startsWith("/")) {
            throw new FileException(file + ": a file in it is named " + name + ": names stay inside, without ..");
        }
    }

    private static byte[] entry(String file, ZipFile zip, String name, int most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new FileException(file + ": expected " + CONFIG + " and " + WEIGHTS + " in it: got no " + name
                    + "; save the model with model.save(\"name.keras\")");
        }
        long size = entry.getSize();
        if (size > most || size > SMALL && size / MOST_RATIO > Math.max(1, entry.getCompressedSize())) {
            throw new FileException(file + ": " + name + " in it says to unpack to " + size + " bytes of "
                    + entry.getCompressedSize() + ", which is no model: got a zip bomb");
        }
        requireRoom(name + " in " + file, size);
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] bytes = stream.readNBytes((int) Math.max(0, size));
            if (bytes.length != size || stream.read() >= 0) {
                throw new FileException(file + ": expected " + name + " in it to unpack to " + size + " bytes");
            }
            return bytes;
        }
    }

    private static KerasLayer model(String file, String config) {
        try {
            if (!(Json.read(config) instanceof JsonObject json)) {
                throw new IllegalArgumentException("expected an object");
            }
            KerasLayer model = KerasLayer.of(json, new HashMap<>());
            if (!model.isModel()) {
                throw new IllegalArgumentException("its class " + model.type() + " is a model of code of its own, which"
                        + " is never run: Sequential and Functional are read");
            }
            // As the first versions of Keras 2 wrote a Sequential.
            return json.get("config") instanceof JsonArray list
                    ? KerasLayer.of(new JsonObject(Map.of(
                            "class_name", new JsonString(model.type()),
                            "config", new JsonObject(Map.of("layers", list)))), new HashMap<>())
                    : model;
        } catch (IllegalArgumentException e) {
            throw new FileException(file + ": the network in it cannot be read: " + e.getMessage(), e);
        }
    }
}
