package dev.fovea.formats.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.io.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that look like those of `torch.save` and want something else: one line each, and nothing runs.
class HostileTorchTest {
    @TempDir
    Path folder;

    private Path file(byte[] bytes) {
        try {
            return Files.write(folder.resolve("a.pth"), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] bytes) {
        Path file = file(bytes);
        return assertThatThrownBy(() -> Weights.read(file).close())
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + " cannot be read: ")
                .hasMessageEndingWith("; save the weights alone, in Python:"
                        + " torch.save(model.state_dict(), \"weights.pth\")")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(String pickle) {
        return refused(TorchArchive.of(pickle).floats("0", 6).bytes());
    }

    private float[] read(String tensor, int storage) {
        byte[] archive = TorchArchive.of("}'w'" + tensor + "s.").floats("0", storage).bytes();
        try (Weights weights = Weights.read(file(archive))) {
            return weights.values("w");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"os.system\" ( 'touch hacked' t R . | os.system",
        "\"posix.system\" ( 'id' t R . | posix.system",
        "\"builtins.eval\" ( '1' t R . | builtins.eval",
        "\"torch.load\" ( '/etc/passwd' t R . | torch.load",
        "\"torch.storage._load_from_bytes\" ( 'x' t R . | torch.storage._load_from_bytes",
        "\"torch._utils._rebuild_tensor_v2.__globals__\" . | torch._utils._rebuild_tensor_v2.__globals__",
        "\"collections.OrderedDict.fromkeys\" . | collections.OrderedDict.fromkeys",
        "\"argparse.Namespace\" ) R . | argparse.Namespace",
    })
    void whatAsksForAnythingOfPythonIsRefusedByName(String pickle, String name) {
        refused(pickle).hasMessageContaining("it asks for " + name + " of Python, which is not read");
        assertThat(folder.resolve("hacked")).doesNotExist();
    }

    /// Codes that make objects, look classes up by number or by the stack, or belong to other protocols.
    @ParameterizedTest
    @ValueSource(strings = {"i", "o", "\u0081", "\u0082", "\u0083", "\u0084", "\u0092", "\u0093", "P", "I", "F", "V",
        "S", "L", "l", "d", "p", "g", "\u008b", "\u008c", "\u008d", "\u0094", "\u0095", "\u0097", "\u00ff", "1", "2"})
    void codesThatTorchDoesNotWriteAreRefused(String code) {
        refused("} ( 'a' #1 " + code + " u .").hasMessageContaining(
                "expected the codes of a pickle as torch.save writes them, got byte " + (int) code.charAt(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        ". | expected a value before byte",
        "} } . | expected one value at the end",
        "( } . | expected one value at the end",
        "u . | expected a mark before byte",
        "} ( 'a' u . | expected keys and values for a dictionary",
        "] ( 'a' #1 u . | expected keys and values for a dictionary",
        "} 'a' a . | expected a list to append to",
        "} ] #1 s . | expected a text or a number as a dictionary's key, got a list",
        "} } b R . | expected 2 values before byte",
        "] } b . | expected attributes of a dictionary alone, got a dictionary for a list",
        "'a' ) R . | expected the call of a function, got one of a text",
        "\"torch.FloatStorage\" ) R . | expected the call of a function, got one of the type of storages of F32",
        "\"torch.Size\" ) R . | expected more arguments of torch.Size, got 0",
        "\"collections.OrderedDict\" ( ] ( 'a' e t R . | expected a pair of an OrderedDict, got a text",
        "'a' Q . | expected the name of a storage, got a text",
        "( 'storage' 'a' 'b' 'c' #1 t Q . | expected a storage with type, key, place and length",
        "( 'storage' \"torch.FloatStorage\" '0' 'cpu' #-1 t Q . | a storage's length from 0 to 2⁶³ − 1, got -1",
        "( 'storage' \"torch.FloatStorage\" '0' 'cpu' #6 'view' t Q . | expected a storage with type, key",
        "} . | as one of state_dict, model, model_state, model_state_dict, got an empty dictionary",
        "} 'epoch' #1 s . | got the keys epoch",
        "'a' . | expected a dictionary of tensors, got a text",
    })
    void brokenPicklesAreRefused(String pickle, String message) {
        refused(pickle).hasMessageContaining(message);
    }

    @Test
    void otherProtocolsAreRefused() {
        byte[] pickle = TorchArchive.pickle("} .");
        pickle[1] = 4;
        refused(new TorchArchive().with("a/data.pkl", pickle).bytes())
                .hasMessageContaining("expected a pickle of protocol 2").hasMessageContaining("got protocol 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "6 | 0 | #7 | #1 | expected a tensor inside of the 6 elements of its storage",
        "6 | 1 | #2 #3 | #3 #1 | expected a tensor inside",
        "6 | 7 | #0 | #1 | expected a tensor inside",
        "6 | 0 | #2000000000 | #0 | expected a tensor inside",
        "6 | 0 | #2000000000 #2000000000 #2000000000 | #0 #0 #0 | expected a tensor that fits its storage",
        "6 | 0 | #2 #2000000000 | #1 #2000000000 | expected a tensor inside",
        "6 | 0 | #2 | #1 #1 | expected as many strides as extents of a tensor, got 2 and 1",
        "6 | 0 | #-1 | #1 | expected a tensor's extents from 0",
        "6 | -1 | #1 | #1 | expected a tensor's offset from 0",
        "6 | 0 | #1 | #-1 | expected a tensor's strides from 0",
        "7 | 0 | #7 | #1 | expected a storage of 7 elements of F32, got 24 bytes",
        "5 | 0 | #1 | #1 | expected a storage of 5 elements of F32, got 24 bytes",
        "2000000000 | 0 | #2000000000 | #1 | expected a storage of 2000000000 elements of F32, got 24 bytes",
    })
    void tensorsThatLeaveTheirStorageAreRefused(
            int storage, int offset, String shape, String strides, String message) {
        refused("} 'w'" + TorchArchive.tensor(storage, offset, shape, strides) + "s.").hasMessageContaining(message);
    }

    @Test
    void stridesDecideWhatIsRead() {
        assertThat(read(TorchArchive.tensor(6, 1, "#2 #2", "#1 #3"), 6)).containsExactly(1, 4, 2, 5);
        assertThat(read(TorchArchive.tensor(6, 5, "#1 #3 #1", "#77 #0 #99"), 6)).containsExactly(5, 5, 5);
        assertThatThrownBy(() -> read(TorchArchive.tensor(6, 0, "#3 #2", "#1 #1"), 6)).isInstanceOf(FileException.class)
                .hasMessageContaining("tensor w: expected a tensor whose rows do not overlap, got extents [3, 2]");
    }

    /// More than one window of the file, each element some way from the one before.
    @Test
    void aLargeTransposedTensorIsReadWhole() {
        float[] values = read(TorchArchive.tensor(900_000, 0, "#900 #1000", "#1 #900"), 900_000);
        for (int row = 0; row < 900; row += 7) {
            for (int column = 0; column < 1000; column += 11) {
                assertThat(values[row * 1000 + column]).isEqualTo(column * 900f + row);
            }
        }
    }

    /// Each list holds the one before twice, and itself: read as they are, unfolded they would fill any memory.
    @Test
    void listsThatHoldThemselvesDoNoHarm() {
        StringBuilder pickle = new StringBuilder("} 'w'" + TorchArchive.tensor(6, 0, "#2", "#1") + "s 'x' ]q\u0001");
        for (int i = 0; i < 60; i++) {
            pickle.append("( h\u0001 h\u0001 e 0 ] q\u0001 ( h\u0001 h\u0001 e");
        }
        Path file = file(TorchArchive.of(pickle + "h\u0001 a s .").floats("0", 6).bytes());
        Assertions.assertThatCode(() -> Weights.read(file).close()).doesNotThrowAnyException();
        refused("] q\u0001 h\u0001 a 'x' } h\u0001 h\u0001 s . ")
                .hasMessageContaining("as a dictionary's key, got a list");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "( | 300 | expected a pickle nested at most 200 deep",
        ") | 1000001 | expected a pickle of at most 1000000 values",
        "} 0 | 1000001 | expected a pickle of at most 1000000 values",
    })
    void deepAndLongPicklesAreRefused(String code, int times, String message) {
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(30), () -> refused(code.repeat(times)).hasMessageContaining(message));
    }

    /// 60,000 calls that would each go through a list of 60,000 pairs.
    @Test
    void callsThatGoThroughOneListOverAndOverAreRefused() {
        String list = "] q\u0001 (" + "h\u0002".repeat(60_000) + "e 0";
        String pair = "'a' #1 \u0086 q\u0002 0";
        refused(pair + list + "\"collections.OrderedDict\" q\u0003 0" + "h\u0003 h\u0001 \u0085 R 0".repeat(60_000))
                .hasMessageContaining("expected a pickle of at most 1000000 values");
    }

    @Test
    void lengthsThatAreOnlyClaimedAllocateNothing() {
        refused("} X\u00ff\u00ff\u00ff\u007f a").hasMessageContaining("expected 2147483647 bytes more of the pickle");
        refused("} X\u00ff\u00ff\u00ff\u00ff a").hasMessageContaining("expected 4294967295 bytes more of the pickle");
        refused("} \u008a\u00ff").hasMessageContaining("a whole number of at most 64 bytes, got 255");
        refused("c" + "x".repeat(300)).hasMessageContaining("expected a name of at most 256 letters");
    }

    @Test
    void weightsInTwoPlacesAreNamed() {
        String tensor = "} 'w'" + TorchArchive.tensor(6, 0, "#2", "#1") + "s";
        String both = "} ( 'model' " + tensor + " 'state_dict' " + tensor + " u .";
        refused(both).hasMessageContaining(
                "expected tensors in one place, got them under state_dict and model; name one of them as the key");
        byte[] archive = TorchArchive.of(both).floats("0", 6).bytes();
        try (Weights weights = Weights.read(file(archive), "model")) {
            assertThat(weights.values("w")).containsExactly(0, 1);
        }
        refused("} 'ema' " + tensor + " s 'epoch' #1 s .").hasMessageContaining("got the keys ema, epoch");
    }

    private static byte[] changed(byte[] archive, Consumer<ByteBuffer> change) {
        byte[] bytes = archive.clone();
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /// Where the directory's entry for a name begins.
    private static int directory(byte[] archive, String name) {
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        return text.lastIndexOf(name) - 46;
    }

    private static byte[] good() {
        return TorchArchive.of("} 'w'" + TorchArchive.tensor(6, 0, "#6", "#1") + "s.")
                .floats("0", 6).floats("1", 6).bytes();
    }

    private static byte[] replaced(byte[] archive, String from, String to) {
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void archivesThatSayTwoThingsAreRefused() {
        byte[] good = good();
        try (Weights weights = Weights.read(file(good))) {
            assertThat(weights.values("w")).containsExactly(0, 1, 2, 3, 4, 5);
        }
        refused(replaced(good, "a/data/1", "a/data/0")).hasMessageContaining("got a/data/0 twice");
        int first = directory(good, "a/data/0");
        refused(changed(good, bytes -> bytes.putInt(first + 20, 60).putInt(first + 24, 60)))
                .hasMessageContaining("expected entries that do not overlap")
                .hasMessageContaining("a/data/0 and a/data/1");
        refused(changed(good, bytes -> bytes.putInt(first + 42, 0)))
                .hasMessageContaining("expected a/data/0 at byte 0, as the archive's directory says");
        refused(changed(good, bytes -> bytes.putInt(first + 42, good.length)))
                .hasMessageContaining("got a file of " + good.length + " bytes");
        refused(changed(good, bytes -> bytes.putInt(first + 20, 1 << 30).putInt(first + 24, 1 << 30)))
                .hasMessageContaining("expected 1073741824 bytes at byte");
        refused(changed(good, bytes -> bytes.putInt(first + 24, 25)))
                .hasMessageContaining("neither compressed nor encrypted");
        refused(changed(good, bytes -> bytes.putShort(first + 8, (short) 1)))
                .hasMessageContaining("neither compressed nor encrypted");
        refused(changed(good, bytes -> bytes.putShort(good.length - 12, (short) 7)))
                .hasMessageContaining("expected 7 entries in the archive, as its end says, got 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/../../0", "../data/00", "/a/data/00", "a/data/../", "a\\..\\data", "C:/data/00"})
    void namesThatLeadOutOfTheArchiveAreRefused(String name) {
        refused(TorchArchive.of("} .").with(name, new byte[24]).bytes())
                .hasMessageContaining("expected names inside of the archive, got " + name);
    }

    /// A million zeros in a thousand bytes; PyTorch compresses nothing.
    @Test
    void compressedEntriesAreRefused() {
        byte[] bomb = TorchArchive.of("} .").with("a/data/0", new byte[1_000_000]).bytes(ZipEntry.DEFLATED);
        assertThat(bomb.length).isLessThan(3_000);
        refused(bomb).hasMessageContaining("neither compressed nor encrypted, as torch.save writes them");
    }

    @Test
    void archivesOfOtherKindsAreRefused() {
        refused(TorchArchive.of("} .").with("a/constants.pkl", new byte[1]).bytes())
                .hasMessageContaining("it is a TorchScript program, expected the weights alone");
        refused(TorchArchive.of("} .").with("a/code/__torch__.py", new byte[1]).bytes())
                .hasMessageContaining("TorchScript");
        refused(TorchArchive.of("} .").with("a/byteorder", "big".getBytes(StandardCharsets.UTF_8)).bytes())
                .hasMessageContaining("expected numbers in little-endian order, got big");
        refused(new TorchArchive().with("word/document.xml", new byte[1]).bytes())
                .hasMessageContaining("expected one folder with data.pkl in the archive");
        refused(TorchArchive.of("} .").with("b/data.pkl", new byte[1]).bytes())
                .hasMessageContaining("one folder with data.pkl in the archive, as torch.save writes it, got 2");
    }
}
