package dev.fovea.bench.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.bytedeco.pytorch.Tensor;

/// One golden file: an operation and its cases.
///
/// @param operation also the file's name
/// @param source what computed the numbers
/// @param notes the conventions that decide the numbers, in one or two sentences
record Golden(String operation, String source, String notes, List<Case> cases) {
    static Golden of(String operation, String notes, List<Case> cases) {
        return new Golden(operation, Torch.SOURCE + ", float64, rounded to float32", notes, cases);
    }

    Golden from(String otherSource) {
        return new Golden(operation, otherSource, notes, cases);
    }

    /// Writes `operation.json` into `folder`, one line a tensor.
    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(operation + ".json"), json());
    }

    String json() {
        StringJoiner all = new StringJoiner(",\n", "\"cases\": [\n", "\n]}\n");
        cases.forEach(example -> all.add(json(example)));
        return "{\"operation\": " + text(operation) + ",\n\"source\": " + text(source) + ",\n\"notes\": "
                + text(notes) + ",\n" + all;
    }

    private static String json(Case example) {
        return "{\"name\": " + text(example.name()) + ",\n\"attributes\": " + value(example.attributes())
                + ",\n\"inputs\": " + tensors(example.inputs())
                + ",\n\"outputs\": " + tensors(example.outputs())
                + ",\n\"gradients\": " + tensors(example.gradients()) + "}";
    }

    private static String tensors(Map<String, Tensor> tensors) {
        StringJoiner all = new StringJoiner(",\n  ", "{", "}");
        tensors.forEach((name, tensor) -> all.add(text(name) + ": " + tensor(name, tensor)));
        return all.toString();
    }

    private static String tensor(String name, Tensor tensor) {
        StringJoiner shape = new StringJoiner(",", "[", "]");
        for (long extent : tensor.shape()) {
            shape.add(Long.toString(extent));
        }
        StringJoiner values = new StringJoiner(",", "[", "]");
        for (double x : Torch.values(tensor)) {
            values.add(number(name, (float) x));
        }
        return "{\"shape\": " + shape + ", \"values\": " + values + "}";
    }

    private static String number(String name, float x) {
        if (!Float.isFinite(x)) {
            throw new IllegalStateException("golden values are finite: got " + x + " in " + name);
        }
        return x == (int) x ? Integer.toString((int) x) : Float.toString(x);
    }

    private static String value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                StringJoiner all = new StringJoiner(", ", "{", "}");
                map.forEach((key, entry) -> all.add(text((String) key) + ": " + value(entry)));
                yield all.toString();
            }
            case List<?> list -> {
                StringJoiner all = new StringJoiner(", ", "[", "]");
                list.forEach(entry -> all.add(value(entry)));
                yield all.toString();
            }
            case String string -> text(string);
            case Boolean flag -> flag.toString();
            case Integer whole -> whole.toString();
            case Double real -> real.toString();
            default -> throw new IllegalArgumentException(
                    "an attribute is a number, a boolean, a string or a list: got " + value.getClass());
        };
    }

    private static String text(String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException("texts are plain: got " + text);
        }
        return "\"" + text + "\"";
    }
}
