package dev.fovea.formats.onnx;

import com.google.protobuf.ByteString;
import dev.fovea.formats.onnx.wire.OnnxWire.StringStringEntryProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorProto;
import dev.fovea.io.FileException;
import dev.fovea.io.RegularFile;
import dev.fovea.safetensors.SafetensorsHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads tensors of a file: how many numbers a tensor says that it has is held against the bytes that are there, before
/// anybody takes memory for them. Data outside of the file must lie beside it.
///
/// @param folder of the file; null if it has none, and so no data beside it
record TensorReader(@Nullable Path folder) {
    private static final int MOST_AXES = 16;

    Numbers read(TensorProto tensor) {
        try {
            return numbers(tensor);
        } catch (FileException e) {
            throw new FileException("tensor " + SafetensorsHeader.quote(tensor.getName()) + ": " + e.getMessage(), e);
        }
    }

    private Numbers numbers(TensorProto tensor) {
        ElementType type = ElementType.of(tensor.getDataType());
        int[] dims = dims(tensor.getDimsList());
        long count = 1;
        for (int dim : dims) {
            count *= dim;
            if (count > Integer.MAX_VALUE / 8) {
                throw new FileException("expected at most 2²⁸ numbers, got more");
            }
        }
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            ByteBuffer bytes = external(tensor.getExternalDataList(), count * type.bytes());
            return Numbers.of(type, dims, index -> type.at(bytes, index));
        }
        if (tensor.hasRawData()) {
            ByteString raw = tensor.getRawData();
            require(raw.size() == count * type.bytes(), count * type.bytes() + " bytes", raw.size());
            ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            return Numbers.of(type, dims, index -> type.at(bytes, index));
        }
        return typed(tensor, type, dims, count);
    }

    /// Numbers in the list of their type; those of 16 bits and less are in that of 32 bits.
    private static Numbers typed(TensorProto tensor, ElementType type, int[] dims, long count) {
        int given = switch (type) {
            case FLOAT -> tensor.getFloatDataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            default -> tensor.getInt32DataCount();
        };
        require(given == count, count + " numbers", given);
        return Numbers.of(type, dims, switch (type) {
            case FLOAT -> tensor::getFloatData;
            case DOUBLE -> tensor::getDoubleData;
            case INT64 -> tensor::getInt64Data;
            case UINT32, UINT64 -> tensor::getUint64Data;
            case FLOAT16 -> index -> Float.float16ToFloat((short) tensor.getInt32Data(index));
            case BFLOAT16 -> index -> Float.intBitsToFloat(tensor.getInt32Data(index) << 16);
            default -> tensor::getInt32Data;
        });
    }

    private static void require(boolean condition, String expected, long got) {
        if (!condition) {
            throw new FileException("expected " + expected + " for its shape, got " + got);
        }
    }

    static int[] dims(List<Long> extents) {
        if (extents.size() > MOST_AXES) {
            throw new FileException("expected at most " + MOST_AXES + " axes, got " + extents.size());
        }
        int[] dims = new int[extents.size()];
        for (int i = 0; i < dims.length; i++) {
            long extent = extents.get(i);
            if (extent < 0 || extent > Integer.MAX_VALUE / 8) {
                throw new FileException("expected extents from 0 to 2²⁸, got " + extent);
            }
            dims[i] = (int) extent;
        }
        return dims;
    }

    private ByteBuffer external(List<StringStringEntryProto> entries, long bytes) {
        Map<String, String> values = new HashMap<>();
        entries.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        Path file = beside(values.getOrDefault("location", ""));
        long offset = number(values.getOrDefault("offset", "0"));
        long length = number(values.getOrDefault("length", Long.toString(bytes)));
        require(length == bytes, bytes + " bytes", length);
        try (FileChannel channel = RegularFile.open(file)) {
            if (offset > channel.size() - bytes) {
                throw new FileException("expected " + bytes + " bytes from byte " + offset + " on in "
                        + file.getFileName() + ", which has " + channel.size());
            }
            ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
            for (int read = 0; buffer.hasRemaining() && read >= 0;) {
                read = channel.read(buffer, offset + buffer.position());
            }
            require(!buffer.hasRemaining(), bytes + " bytes", buffer.position());
            return buffer.clear();
        } catch (IOException e) {
            throw FileException.unread(file.toString(), e);
        }
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new FileException("expected a number of bytes, got " + SafetensorsHeader.quote(text));
    }

    /// A file in the model's folder or in one in it: by a name without `..`, and reached through no link.
    private Path beside(String location) {
        if (folder == null) {
            throw new FileException("expected numbers in the file itself: one in memory has no folder beside it");
        }
        List<Path> parts = new ArrayList<>();
        try {
            Path relative = Path.of(location);
            boolean stays = !location.isEmpty() && !relative.isAbsolute() && !location.contains("\\");
            for (Path part : relative) {
                stays &= !part.toString().equals("..");
                parts.add(part);
            }
            if (stays) {
                return withoutLinks(folder, parts);
            }
        } catch (InvalidPathException _) {
            // Told below.
        }
        throw new FileException("expected the name of a file beside the model, got "
                + SafetensorsHeader.quote(location) + "; data elsewhere is not read");
    }

    private static Path withoutLinks(Path folder, List<Path> parts) {
        Path file = folder;
        for (Path part : parts) {
            file = file.resolve(part);
            if (Files.isSymbolicLink(file)) {
                throw new FileException("expected a file beside the model, got the link " + file
                        + "; put the file itself there");
            }
        }
        return file;
    }
}
