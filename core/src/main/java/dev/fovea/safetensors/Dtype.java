package dev.fovea.safetensors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The element types of safetensors files. Fovea writes [#F32], [#F64], [#I64] and [#U8], and reads as floats all but
/// the numbers of 8 bits with a fraction and the complex ones, which it knows by size alone.
public enum Dtype {
    BOOL(1), U8(1), I8(1), F8_E5M2(1), F8_E4M3(1), F8_E8M0(1),
    I16(2), U16(2), F16(2), BF16(2),
    I32(4), U32(4), F32(4),
    I64(8), U64(8), F64(8), C64(8);

    private static final Set<Dtype> KNOWN_BY_SIZE = Set.of(F8_E5M2, F8_E4M3, F8_E8M0, C64);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes of one element.
    public int bytes() {
        return bytes;
    }

    /// Whether [#floats] takes it.
    public boolean isReadable() {
        return !KNOWN_BY_SIZE.contains(this);
    }

    /// Values as floats, from the buffer's position on, in the buffer's order of bytes. A value that a float holds
    /// stays exactly that, so [#F32], [#F16], [#BF16] and whole numbers up to 2²⁴ do; others become the nearest float,
    /// or ∞.
    ///
    /// @param at where the first is put
    /// @throws IllegalArgumentException if the type is known by size alone
    public void floats(ByteBuffer from, float[] into, int at, int count) {
        int first = from.position();
        switch (this) {
            case F32 -> from.asFloatBuffer().get(into, at, count);
            case F16 -> each(count, i -> into[at + i] = Float.float16ToFloat(from.getShort(first + 2 * i)));
            case BF16 -> each(count, i -> into[at + i] = Float.intBitsToFloat(from.getShort(first + 2 * i) << 16));
            case F64 -> each(count, i -> into[at + i] = (float) from.getDouble(first + 8 * i));
            case I64 -> each(count, i -> into[at + i] = from.getLong(first + 8 * i));
            case U64 -> each(count, i -> into[at + i] = unsigned(from.getLong(first + 8 * i)));
            case I32 -> each(count, i -> into[at + i] = from.getInt(first + 4 * i));
            case U32 -> each(count, i -> into[at + i] = Integer.toUnsignedLong(from.getInt(first + 4 * i)));
            case I16 -> each(count, i -> into[at + i] = from.getShort(first + 2 * i));
            case U16 -> each(count, i -> into[at + i] = Short.toUnsignedInt(from.getShort(first + 2 * i)));
            case I8 -> each(count, i -> into[at + i] = from.get(first + i));
            case U8 -> each(count, i -> into[at + i] = Byte.toUnsignedInt(from.get(first + i)));
            case BOOL -> each(count, i -> into[at + i] = from.get(first + i) == 0 ? 0 : 1);
            case F8_E5M2, F8_E4M3, F8_E8M0, C64 ->
                    throw new IllegalArgumentException("values of " + this + " cannot be read as floats");
        }
    }

    private interface Element {
        void take(int index);
    }

    private static void each(int count, Element element) {
        for (int i = 0; i < count; i++) {
            element.take(i);
        }
    }

    /// Half of it, whose last bit remembers the one that is lost, so that it is rounded as the whole would be.
    private static float unsigned(long value) {
        return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
    }

    static Optional<Dtype> named(String name) {
        return Arrays.stream(values()).filter(dtype -> dtype.name().equals(name)).findFirst();
    }
}
