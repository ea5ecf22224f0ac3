package dev.fovea.data.picture;

import java.util.List;
import javax.imageio.stream.ImageInputStreamImpl;

/// Parts of files, one after the other, as one input; nothing is copied.
final class PartsStream extends ImageInputStreamImpl {
    private final List<Bytes> parts;
    private final long length;
    private int part;
    private long partStart;

    PartsStream(List<Bytes> parts) {
        this.parts = parts;
        length = parts.stream().mapToLong(Bytes::length).sum();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        bitOffset = 0;
        if (streamPos >= length) {
            return -1;
        }
        while (streamPos < partStart) {
            part--;
            partStart -= parts.get(part).length();
        }
        while (streamPos >= partStart + parts.get(part).length()) {
            partStart += parts.get(part).length();
            part++;
        }
        Bytes source = parts.get(part);
        int from = (int) (streamPos - partStart);
        int copied = Math.min(count, source.length() - from);
        System.arraycopy(source.file(), source.from() + from, into, offset, copied);
        streamPos += copied;
        return copied;
    }

    @Override
    public long length() {
        return length;
    }
}
