package dev.fovea.formats.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What PyTorch wrote is read as it was meant: the values are those that `weights.py` in bench gives its tensors.
class WeightsTest {
    @TempDir
    Path folder;

    /// i / 4 − 1 for each index i of a row-major tensor.
    private static float[] quarters(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i / 4f - 1;
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.pth", "types-legacy.pth", "types.safetensors"})
    void everyTypeIsReadAsFloats(String name) {
        try (Weights weights = Weights.read(TorchFiles.file(name))) {
            assertThat(weights.values("f64")).isEqualTo(quarters(4));
            assertThat(weights.values("f32")).isEqualTo(quarters(6));
            assertThat(weights.values("f16")).isEqualTo(quarters(5));
            assertThat(weights.values("bf16")).isEqualTo(quarters(5));
            assertThat(weights.values("i64")).containsExactly(7);
            assertThat(weights.values("i32")).containsExactly(-1, 2);
            assertThat(weights.values("i16")).containsExactly(300);
            assertThat(weights.values("i8")).containsExactly(-3);
            assertThat(weights.values("u8")).containsExactly(255);
            assertThat(weights.values("bool")).containsExactly(1, 0);
            assertThat(weights.values("parameter")).isEqualTo(quarters(2));
            assertThat(weights.tensors()).hasSize(11)
                    .containsEntry("f16", new WeightTensor("f16", "F16", List.of(5L), 10))
                    .containsEntry("i64", new WeightTensor("i64", "I64", List.of(), 8));
            assertThat(weights.tensor("f32").shape()).isEqualTo(Shape.of(2, 3));
            assertThat(weights.tensor("i64").shape()).isEqualTo(Shape.SCALAR);
        }
    }

    @Test
    void formatsAreToldByTheirBytes() {
        try (Weights archive = Weights.read(TorchFiles.file("types.pth"));
                Weights legacy = Weights.read(TorchFiles.file("types-legacy.pth"));
                Weights safetensors = Weights.read(TorchFiles.file("types.safetensors"))) {
            assertThat(archive.format()).isEqualTo("PyTorch");
            assertThat(legacy.format()).isEqualTo("PyTorch before 1.6");
            assertThat(safetensors.format()).isEqualTo("safetensors");
            assertThat(archive.tensors().keySet()).startsWith("f64", "f32", "f16").endsWith("bool", "parameter");
        }
    }

    /// Transposed, permuted, every fifth, with offsets, repeated: 0, 1, …, 23 lie in the storage.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "whole | 2,3,4 | 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23",
        "turned | 6,4 | 0 6 12 18 1 7 13 19 2 8 14 20 3 9 15 21 4 10 16 22 5 11 17 23",
        "permuted | 4,2,3 | 0 4 8 12 16 20 1 5 9 13 17 21 2 6 10 14 18 22 3 7 11 15 19 23",
        "every_fifth | 5 | 1 6 11 16 21",
        "middle | 2,3 | 8 9 10 11 12 13",
        "row | 6 | 12 13 14 15 16 17",
        "column | 4 | 5 11 17 23",
        "spread | 2,3 | 3 3 3 4 4 4",
        "channels_last | 1,2,2,3 | -1 -0.75 -0.5 -0.25 0 0.25 0.5 0.75 1 1.25 1.5 1.75",
    })
    void viewsOfAStorageAreReadRowByRow(String name, String shape, String values) {
        for (String file : List.of("views.pth", "views-legacy.pth")) {
            try (Weights weights = Weights.read(TorchFiles.file(file))) {
                assertThat(weights.tensors().get(name)).extracting(WeightTensor::shape)
                        .isEqualTo(List.of(shape.split(",")).stream().map(Long::valueOf).toList());
                float[] read = weights.values(name);
                String[] expected = values.split(" ");
                assertThat(read).hasSize(expected.length);
                for (int i = 0; i < read.length; i++) {
                    assertThat(read[i]).as("%s[%d]", name, i).isEqualTo(Float.parseFloat(expected[i]));
                }
            }
        }
    }

    @Test
    void aTensorWithoutValuesHasNone() {
        try (Weights weights = Weights.read(TorchFiles.file("views.pth"))) {
            assertThat(weights.values("none")).isEmpty();
            assertThatThrownBy(() -> weights.tensor("none")).isInstanceOf(FileException.class)
                    .hasMessageEndingWith("expected a tensor none that has values, got none");
            assertThatThrownBy(() -> weights.values("nothing")).isInstanceOf(FileException.class)
                    .hasMessageEndingWith("expected tensor nothing, got 10 others");
        }
    }

    /// Beside an optimizer's tensors, and with the prefix of a wrapper.
    @Test
    void weightsOfATrainingAreFound() {
        try (Weights weights = Weights.read(TorchFiles.file("checkpoint.pth"));
                Weights named = Weights.read(TorchFiles.file("checkpoint.pth"), "state_dict")) {
            assertThat(weights.tensors().keySet()).containsExactly("weight", "bias");
            assertThat(weights.values("weight")).containsExactly(-1, -0.75f);
            assertThat(weights.values("bias")).containsExactly(-1);
            assertThat(named.tensors()).isEqualTo(weights.tensors());
        }
        assertThatThrownBy(() -> Weights.read(TorchFiles.file("checkpoint.pth"), "optimizer"))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("expected tensors under the key optimizer, got none: there are the keys epoch,"
                        + " arch, best, state_dict, optimizer");
    }

    @Test
    void aWholeModuleIsRefusedByTheNameOfItsClass() {
        Path file = TorchFiles.file("module.pth");
        assertThatThrownBy(() -> Weights.read(file)).isInstanceOf(FileException.class).hasMessage(file
                + " cannot be read: it asks for torch.nn.modules.linear.Linear of Python, which is not read: only"
                + " tensors, texts, numbers, lists and dictionaries are; save the weights alone, in Python:"
                + " torch.save(model.state_dict(), \"weights.pth\")");
    }

    @Test
    void whatIsNoFileOfWeightsIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.pth"), "no weights at all");
        assertThatThrownBy(() -> Weights.read(text)).isInstanceOf(FileException.class)
                .hasMessageStartingWith(text + " holds no weights that are known: expected safetensors, or a file of");
        Path empty = Files.createFile(folder.resolve("b.pth"));
        assertThatThrownBy(() -> Weights.read(empty)).hasMessageContaining("holds no weights that are known");
        assertThatThrownBy(() -> Weights.read(folder.resolve("c.pth")))
                .isInstanceOf(FileException.class).hasMessageEndingWith("no such file or folder");
        assertThatThrownBy(() -> Weights.read(folder))
                .isInstanceOf(FileException.class).hasMessageEndingWith("it is a folder");
        assertThatThrownBy(() -> Weights.read(TorchFiles.file("types.safetensors"), "model"))
                .isInstanceOf(FileException.class).hasMessageEndingWith("since a key is named; leave model out");
    }

    /// Cut off at many places, a file is refused in one line; nothing else is thrown.
    @ParameterizedTest
    @ValueSource(strings = {"types.pth", "types-legacy.pth", "views-legacy.pth"})
    void filesThatAreCutOffAreRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TorchFiles.file(name));
        Path file = folder.resolve(name);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Weights.read(file).close()).as("%d bytes", length)
                    .isInstanceOf(FileException.class).message().doesNotContain("\n");
        }
    }

    /// With one of many bytes changed, all is read or refused in one line.
    @ParameterizedTest
    @ValueSource(strings = {"types.pth", "types-legacy.pth", "views.pth", "checkpoint.pth"})
    void filesWithAByteChangedAreReadOrRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(TorchFiles.file(name));
        Path file = folder.resolve(name);
        int refused = 0;
        for (int at = 0; at < whole.length; at += 5) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << at / 5 % 8);
            Files.write(file, changed);
            try (Weights weights = Weights.read(file)) {
                weights.tensors().keySet().forEach(weights::values);
            } catch (FileException e) {
                refused++;
                assertThat(e.getMessage()).doesNotContain("\n").startsWith(file.toString());
            }
        }
        assertThat(refused).isGreaterThan(20);
    }
}
