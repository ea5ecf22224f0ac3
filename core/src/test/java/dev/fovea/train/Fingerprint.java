package dev.fovea.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/// What must be equal bit for bit: a hash of every parameter, state and optimizer slot of a checkpoint, and
/// how the training went.
record Fingerprint(String tensors, Progress progress, String history) {
    static Fingerprint of(Path file) {
        CheckpointFile checkpoint = CheckpointFile.read(file);
        StringBuilder history = new StringBuilder();
        checkpoint.history()
                .forEach(epoch -> history.append(epoch.epoch()).append(' ').append(epoch.train()).append(' ')
                .append(epoch.validation()).append(epoch.improved() ? " improved\n" : "\n"));
        return new Fingerprint(hash(checkpoint), checkpoint.progress(), history.toString());
    }

    private static String hash(CheckpointFile checkpoint) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new TreeMap<>(checkpoint.tensors()).forEach((name, slice) -> {
                float[] values = new float[slice.size()];
                slice.copy(values, 0);
                ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
                bytes.asFloatBuffer().put(values);
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
