package dev.fovea.backend;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// Where the JVM has put an array, relative to the cache's lines of 64 bytes. A vector of 64 bytes that straddles two
/// lines is read as two; with all of them astride, a training step takes a tenth longer.
///
/// G1 gives large arrays regions of their own and starts them on a line; the serial collector puts them anywhere, and
/// leaves arrays in the old generation there until it compacts that. Nothing public tells where. A launcher that
/// chooses the serial collector with `-XX:PretenureSizeThreshold=1m` may open the way for this class to look
/// (`--add-exports java.base/jdk.internal.misc=ALL-UNNAMED`); it reads one reference, and nothing else depends on it
/// than which element of an array comes first.
public final class CacheLines {
    /// Bytes of a line.
    private static final int LINE = 64;

    /// Elements before a line if the array starts on one and its header takes 16 bytes, as without compact headers.
    public static final int AFTER_HEADER = 12;

    /// Elements of a line.
    public static final int FLOATS = LINE / Float.BYTES;

    /// Elements of an array that launchers who open the way have put into the old generation at once
    /// (`-XX:PretenureSizeThreshold=1m`), where it stays, and the next one comes right behind it.
    private static final int OLD = 1 << 18;

    /// Keeps the arrays in between from being optimised away.
    private static float[] between = new float[0];

    private static final @Nullable CacheLines KNOWN = known();

    private final Object unsafe;
    private final Method getInt;
    private final Method getLong;
    private final long first;
    private final int header;
    private final boolean compressed;
    private final int shift;

    private CacheLines(Object unsafe) throws ReflectiveOperationException {
        this.unsafe = unsafe;
        Class<?> type = unsafe.getClass();
        getInt = type.getMethod("getInt", Object.class, long.class);
        getLong = type.getMethod("getLong", Object.class, long.class);
        Method base = type.getMethod("arrayBaseOffset", Class.class);
        first = ((Number) base.invoke(unsafe, Object[].class)).longValue();
        header = ((Number) base.invoke(unsafe, float[].class)).intValue();
        Method scale = type.getMethod("arrayIndexScale", Class.class);
        compressed = (int) scale.invoke(unsafe, Object[].class) == Integer.BYTES;
        shift = compressed ? shift() : 0;
    }

    private static @Nullable CacheLines known() {
        try {
            Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
            return new CacheLines(type.getMethod("getUnsafe").invoke(null));
        } catch (ReflectiveOperationException | LinkageError notOpened) {
            return null;
        }
    }

    /// Compressed references of heaps below 4 GiB are addresses, of larger ones addresses / 8 (with the usual alignment
    /// of objects): some of those are odd.
    private int shift() throws ReflectiveOperationException {
        int bits = 0;
        for (int i = 0; i < 64; i++) {
            bits |= (int) getInt.invoke(unsafe, new Object[] {new byte[i]}, first);
        }
        return (bits & 7) == 0 ? 0 : 3;
    }

    /// The first element of an array, of the first 16, that lies on a line; a guess where nothing tells.
    public static int firstOnLine(float[] array) {
        return KNOWN == null ? AFTER_HEADER : KNOWN.first(array);
    }

    /// `floats` rounded up to whole lines.
    public static long whole(long floats) {
        return (floats + FLOATS - 1) / FLOATS * FLOATS;
    }

    /// Elements from which an array is not moved: one that would be is worth making larger.
    public static long leastLasting() {
        return KNOWN == null ? largeForG1() / Float.BYTES : OLD;
    }

    /// Bytes from which G1 gives an array regions of its own: half a region. There are about 2048 regions of 1 to 32
    /// MiB, a power of two.
    private static long largeForG1() {
        long region = Math.clamp(Runtime.getRuntime().maxMemory() / 2048, 1L << 20, 1L << 25);
        return Long.highestOneBit(2 * region - 1) / 2;
    }

    /// Fresh zeros whose element [#AFTER_HEADER] lies on a line where that can be had: what is left to the next line is
    /// taken by an array before them.
    public static synchronized float[] zeros(int length) {
        if (KNOWN != null && length >= OLD) {
            between = new float[OLD];
            int left = firstOnLine(between);
            if (left > 0) {
                // With its header, so many bytes over whole lines.
                between = new float[OLD + Math.floorMod(left - (FLOATS - AFTER_HEADER), FLOATS)];
            }
        }
        float[] zeros = new float[length];
        between = new float[0];
        return zeros;
    }

    private int first(float[] array) {
        try {
            Object[] holder = {array};
            long address = compressed
                    ? Integer.toUnsignedLong((int) getInt.invoke(unsafe, holder, first)) << shift
                    : (long) getLong.invoke(unsafe, holder, first);
            return (int) (-(address + header) & (LINE - 1)) / Float.BYTES;
        } catch (ReflectiveOperationException _) {
            return AFTER_HEADER;
        }
    }
}
