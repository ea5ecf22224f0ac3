package dev.fovea.formats.weights;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Archives and pickles as `torch.save` would not write them, byte by byte.
final class TorchArchive {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    /// An archive with a pickle, in whose text `'…'` is a text, `"…"` the name of something in Python, `#…` a whole
    /// number of 32 bits; all else stands for itself.
    static TorchArchive of(String pickle) {
        return new TorchArchive().with("a/data.pkl", pickle(pickle));
    }

    TorchArchive with(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /// A storage of the floats 0, 1, 2, …
    TorchArchive floats(String key, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        return with("a/data/" + key, bytes.array());
    }

    byte[] bytes() {
        return bytes(ZipEntry.STORED);
    }

    byte[] bytes(int method) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(all)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                CRC32 sum = new CRC32();
                sum.update(content.getValue());
                entry.setMethod(method);
                entry.setSize(content.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    static byte[] pickle(String text) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(all)) {
            out.write(0x80);
            out.write(2);
            for (int at = 0; at < text.length(); at++) {
                char code = text.charAt(at);
                switch (code) {
                    case '\'', '"' -> {
                        int end = text.indexOf(code, at + 1);
                        quoted(out, code, text.substring(at + 1, end));
                        at = end;
                    }
                    case '#' -> {
                        int end = at + 1;
                        while (end < text.length() && "-0123456789".indexOf(text.charAt(end)) >= 0) {
                            end++;
                        }
                        out.write('J');
                        out.writeInt(Integer.reverseBytes(Integer.parseInt(text.substring(at + 1, end))));
                        at = end - 1;
                    }
                    case ' ' -> {}
                    default -> out.write(code);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    private static void quoted(DataOutputStream out, char quote, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (quote == '"') {
            int dot = text.lastIndexOf('.');
            out.writeBytes("c" + text.substring(0, dot) + "\n" + text.substring(dot + 1) + "\n");
        } else {
            out.write('X');
            out.writeInt(Integer.reverseBytes(bytes.length));
            out.write(bytes);
        }
    }

    /// A tensor of floats in the storage `0`, as a pickle's text.
    ///
    /// @param storage how many elements the storage is said to have
    /// @param shape such as `#2 #3`
    static String tensor(int storage, int offset, String shape, String strides) {
        return "\"torch._utils._rebuild_tensor_v2\" ( ( 'storage' \"torch.FloatStorage\" '0' 'cpu' #" + storage
                + " t Q #" + offset + " (" + shape + "t (" + strides + "t \u0089 \"collections.OrderedDict\" ) R t R";
    }
}
