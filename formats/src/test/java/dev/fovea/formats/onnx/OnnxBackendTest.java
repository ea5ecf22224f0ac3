package dev.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.onnx.wire.OnnxWire.TensorProto;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.LayerGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The backend tests of ONNX itself, where a folder has them: `FOVEA_ONNX_TESTS=DIR`, with `node`, `simple`,
/// `pytorch-converted`, `pytorch-operator` or `light` in it, and in each a folder a test of `model.onnx` and
/// `test_data_set_0`. The first input of floats is the network's, the others are constants; a test without one, or
/// whose operator takes its floats otherwise, is computed as constants. `onnx.backend.test.loader.load_model_tests`
/// gives models and data; nothing of them is kept here.
class OnnxBackendTest {
    /// Of the tests of operators that are read.
    private static final double SHARE = 0.9;

    private static final String ONLY = "fovea none";

    private record Verdict(String operator, String test, @Nullable String reason) {}

    @Test
    void operatorsDoAsOnnxSays() throws IOException {
        @Nullable String given = System.getenv("FOVEA_ONNX_TESTS");
        Assumptions.assumeTrue(given != null, "NOT RUN: the backend tests of ONNX need FOVEA_ONNX_TESTS=DIR");
        List<Verdict> verdicts = new ArrayList<>();
        for (Path set : folders(Path.of(java.util.Objects.requireNonNull(given)))) {
            for (Path test : folders(set)) {
                if (Files.exists(test.resolve("model.onnx"))) {
                    run(test, verdicts);
                }
            }
        }
        Map<String, int[]> counts = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            int[] count = counts.computeIfAbsent(verdict.operator(), _ -> new int[2]);
            count[verdict.reason() == null ? 0 : 1]++;
        }
        StringBuilder table = new StringBuilder("operator passed failed\n");
        counts.forEach((operator, count) ->
                table.append(operator).append(' ').append(count[0]).append(' ').append(count[1]).append('\n'));
        verdicts.stream().filter(verdict -> verdict.reason() != null)
                .forEach(verdict -> table.append(verdict.test()).append(": ").append(verdict.reason()).append('\n'));
        long passed = verdicts.stream().filter(verdict -> verdict.reason() == null).count();
        Path written = Files.writeString(Path.of("target", "onnx-backend.txt"), table);
        assertThat((double) passed).as("%d of %d passed, see %s", passed, verdicts.size(), written)
                .isGreaterThan(SHARE * verdicts.size());
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }

    /// Tests of one operator that is read, and all of more operators.
    private static void run(Path test, List<Verdict> verdicts) throws IOException {
        String operator = "";
        try {
            OnnxModel model = OnnxReader.read(test.resolve("model.onnx"));
            operator = model.nodes().getLast().operator();
            boolean isRead = model.nodes().stream().allMatch(node -> node.domain().isEmpty()
                    && (Operators.byName().containsKey(node.operator()) || node.operator().startsWith("Constant")));
            if (isRead) {
                verdicts.add(new Verdict(
                        operator, test.getFileName().toString(), reason(model, test.resolve("test_data_set_0"))));
            }
        } catch (FileException e) {
            if (!operator.isEmpty() && !e.getMessage().contains("of a plain type")) {
                verdicts.add(new Verdict(operator, test.getFileName().toString(), e.getMessage()));
            }
        }
    }

    private static Numbers tensor(Path file) throws IOException {
        return new TensorReader(null).read(TensorProto.parseFrom(Files.readAllBytes(file)));
    }

    /// Why a test fails; null if it passes.
    private static @Nullable String reason(OnnxModel model, Path data) throws IOException {
        Map<String, Numbers> inputs = new HashMap<>();
        String first = ONLY;
        for (OnnxModel.Port port : model.inputs()) {
            if (!model.tensors().containsKey(port.name())) {
                Numbers value = tensor(data.resolve("input_" + inputs.size() + ".pb"));
                inputs.put(port.name(), value);
                first = first.equals(ONLY) && value.type() == ElementType.FLOAT && value.size() > 0
                        ? port.name() : first;
            }
        }
        for (int i = 0; i < model.outputs().size(); i++) {
            Numbers wanted = tensor(data.resolve("output_" + i + ".pb"));
            @Nullable String reason = reason(model, inputs, first, model.outputs().get(i).name(), wanted);
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private static @Nullable String reason(
            OnnxModel model, Map<String, Numbers> inputs, String first, String output, Numbers wanted) {
        OnnxImport.Result result;
        try {
            result = read(model, inputs, first, output);
        } catch (FileException e) {
            try {
                result = read(model, inputs, ONLY, output);
            } catch (FileException _) {
                return e.getMessage();
            }
        }
        LayerGraph graph = result.graph();
        if (graph == null) {
            Numbers constant = java.util.Objects.requireNonNull(result.constant());
            int batch = inputs.containsKey(first) && inputs.get(first).rank() > 0 ? inputs.get(first).dims()[0] : 1;
            double[] values = constant.values();
            for (int i = 0; i < values.length; i++) {
                values[i] *= constant.isTimesBatch(i) ? batch : 1;
            }
            return Arrays.equals(constant.dims(), wanted.dims()) ? difference(values, wanted) : "another shape";
        }
        Numbers x = inputs.get(first);
        boolean isImage = !result.isWhole() && x.rank() == 4 && x.dims()[1] == result.sample().dim(2);
        Model read = Onnx.model(result, graph, "test");
        float[] images = (isImage ? x.ordered(0, 2, 3, 1) : x).tensor().values();
        float[] outputs = Outputs.of(read, images, result.isWhole() ? 1 : x.dims()[0]);
        boolean comesLast = !result.isWhole() && wanted.rank() == 4;
        double[] values = new double[outputs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = outputs[i];
        }
        return difference(values, comesLast ? wanted.ordered(0, 2, 3, 1) : wanted);
    }

    /// Reads with one input of the network, and the others as constants.
    private static OnnxImport.Result read(
            OnnxModel model, Map<String, Numbers> inputs, String first, String output) {
        Map<String, Numbers> bound = new HashMap<>(inputs);
        Numbers own = bound.remove(first);
        List<OnnxModel.Port> ports = new ArrayList<>();
        for (OnnxModel.Port port : model.inputs()) {
            ports.add(port.name().equals(first) ? port(first, own.dims()) : port);
        }
        if (own == null) {
            ports.add(port(ONLY, 1, 1));
        }
        OnnxModel alone = new OnnxModel(
                model.nodes(), model.tensors(), ports, model.outputs(), model.opset(), model.metadata());
        return OnnxImport.read(alone, output, bound);
    }

    private static OnnxModel.Port port(String name, int... dims) {
        return new OnnxModel.Port(name, 1, Arrays.stream(dims).asLongStream().boxed().toList());
    }

    private static @Nullable String difference(double[] values, Numbers wanted) {
        if (values.length != wanted.size()) {
            return values.length + " numbers for " + wanted.size();
        }
        for (int i = 0; i < values.length; i++) {
            double expected = wanted.at(i);
            boolean isSame = Double.compare(values[i], expected) == 0
                    || Math.abs(values[i] - expected) <= 1e-3 * Math.abs(expected) + 1e-5;
            if (!isSame) {
                return values[i] + " where " + expected + " is right, at " + i;
            }
        }
        return null;
    }
}
