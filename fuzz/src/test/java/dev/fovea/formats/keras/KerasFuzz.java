package dev.fovea.formats.keras;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.fuzz.Refusals;
import dev.fovea.io.FileException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of Keras, whatever they claim: an archive as it comes, and HDF5 with the description of a network.
class KerasFuzz {
    private static final Path FOLDER = Refusals.folder();
    private static final String CONFIG = ("{'class_name': 'Functional', 'config': {'name': 'net', 'layers': ["
            + "{'class_name': 'InputLayer', 'name': 'i', 'config': {'batch_shape': [null, 4, 4, 1]}},"
            + "{'class_name': 'Dense', 'name': 'd', 'config': {'units': 2, 'activation': 'gelu'},"
            + " 'inbound_nodes': [[['i', 0, 0, {}]]]},"
            + "{'class_name': 'Add', 'name': 'a', 'config': {},"
            + " 'inbound_nodes': [[['d', 0, 0, {}], ['d', 0, 0, {}]]]},"
            + "{'class_name': 'ZeroPadding2D', 'name': 'p', 'config': {'padding': [[1, 0], [0, 1]]},"
            + " 'inbound_nodes': [[['a', 0, 0, {}]]]}],"
            + "'input_layers': [['i', 0, 0]], 'output_layers': [['p', 0, 0]]}}").replace('\'', '"');

    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] bytes) throws IOException {
        Refusals.check(FileException.class, bytes, ".keras", Keras::read);
    }

    /// A description beside weights that are right.
    @MethodSource("descriptions")
    @FuzzTest
    void describes(byte[] config) throws IOException {
        Refusals.check(FileException.class, archive(config, weights()), ".keras", Keras::read);
    }

    static Stream<byte[]> descriptions() {
        return Stream.of(CONFIG.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(archive(CONFIG.getBytes(StandardCharsets.UTF_8), weights()), legacy());
    }

    private static byte[] weights() throws IOException {
        Path file = FOLDER.resolve("weights.h5");
        if (!Files.exists(file)) {
            try (WritableHdfFile hdf = HdfFile.write(file)) {
                WritableGroup variables = hdf.putGroup("layers").putGroup("dense").putGroup("vars");
                variables.putDataset("0", new float[][] {{1, 2}});
                variables.putDataset("1", new float[] {3, 4});
            }
        }
        return Files.readAllBytes(file);
    }

    private static byte[] legacy() throws IOException {
        Path file = FOLDER.resolve("legacy.h5");
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            hdf.putAttribute("model_config", CONFIG);
            WritableGroup layer = hdf.putGroup("model_weights").putGroup("d");
            layer.putAttribute("weight_names", new String[] {"kernel:0", "bias:0"});
            layer.putDataset("kernel:0", new float[][] {{1, 2}});
            layer.putDataset("bias:0", new float[] {3, 4});
        }
        return Files.readAllBytes(file);
    }

    private static byte[] archive(byte[] config, byte[] weights) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry
                    : List.of(Map.entry("config.json", config), Map.entry("model.weights.h5", weights))) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
