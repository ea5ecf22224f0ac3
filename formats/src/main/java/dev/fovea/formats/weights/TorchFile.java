package dev.fovea.formats.weights;

import dev.fovea.formats.weights.Pickled.Dictionary;
import dev.fovea.formats.weights.Pickled.Sequence;
import dev.fovea.formats.weights.Pickled.Single;
import dev.fovea.formats.weights.Pickled.Storage;
import dev.fovea.formats.weights.Pickled.Text;
import dev.fovea.formats.weights.Pickled.View;
import dev.fovea.io.FileException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of `torch.save`: what its pickle holds, and where its storages lie.
///
/// @param format what wrote it, for people
/// @param storages by key
record TorchFile(String format, Pickled root, Map<String, Place> storages) {
    /// A number and a version by which PyTorch knows its own files from before version 1.6, as pickles.
    private static final byte[] LEGACY = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e" + "80024de9032e");

    private static final String PICKLE = "data.pkl";

    /// The first bytes of every file of `torch.save`.
    static final int HEAD = LEGACY.length;

    /// The bytes of a storage.
    record Place(long from, long bytes) {}

    static boolean isArchive(ByteBuffer head) {
        return head.remaining() >= 4 && head.getInt(0) == 0x04034b50;
    }

    static boolean isLegacy(byte[] head) {
        return Arrays.equals(head, LEGACY);
    }

    /// Reads an archive, as PyTorch writes them since version 1.6: a zip file with a folder, in it `data.pkl` and a
    /// file for each storage.
    ///
    /// @throws FileException without the file's name
    static TorchFile archive(ByteFile file) {
        Map<String, ZipDirectory.Entry> entries = ZipDirectory.read(file).entries();
        String folder = folder(entries);
        boolean script = entries.keySet().stream().anyMatch(name ->
                name.equals(folder + "constants.pkl") || name.startsWith(folder + "code/"));
        if (script) {
            throw new FileException("it is a TorchScript program, expected the weights alone");
        }
        ZipDirectory.Entry order = entries.get(folder + "byteorder");
        if (order != null && !text(file, order).equals("little")) {
            throw new FileException("expected numbers in little-endian order, got " + text(file, order));
        }
        ZipDirectory.Entry pickle = entries.get(folder + PICKLE);
        if (pickle == null || pickle.size() > Pickle.MOST_BYTES) {
            throw new FileException("expected " + PICKLE + " of at most " + Pickle.MOST_BYTES + " bytes, got "
                    + (pickle == null ? "none" : pickle.size() + ""));
        }
        Pickled root =
                Pickle.read(new PickleBytes(file, pickle.from(), pickle.from() + pickle.size())).root();
        Map<String, Place> storages = new HashMap<>();
        String data = folder + "data/";
        entries.forEach((name, entry) -> {
            if (name.startsWith(data)) {
                storages.put(name.substring(data.length()), new Place(entry.from(), entry.size()));
            }
        });
        return new TorchFile("PyTorch", root, storages);
    }

    /// The one folder in which `data.pkl` lies, and a slash.
    private static String folder(Map<String, ZipDirectory.Entry> entries) {
        List<String> folders = entries.keySet().stream()
                .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1)
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .toList();
        if (folders.size() != 1) {
            throw new FileException("expected one folder with " + PICKLE + " in the archive, as torch.save writes it,"
                    + " got " + folders.size() + " among " + entries.size() + " entries");
        }
        return folders.getFirst();
    }

    private static String text(ByteFile file, ZipDirectory.Entry entry) {
        return new PickleBytes(file, entry.from(), entry.from() + entry.size()).text((int) Math.min(16, entry.size()));
    }

    /// Reads a file from before version 1.6: pickles of a number, a version, the system, the value, and the storages'
    /// keys, then each storage after its length.
    ///
    /// @throws FileException without the file's name
    static TorchFile legacy(ByteFile file) {
        PickleBytes bytes = new PickleBytes(file, HEAD, Math.min(file.size(), HEAD + Pickle.MOST_BYTES));
        requireLittle(Pickle.read(bytes).root());
        Pickle.Content content = Pickle.read(bytes);
        if (!(Pickle.read(bytes).root() instanceof Sequence(List<Pickled> keys))) {
            throw new FileException("expected a list of storages behind the pickle, got none");
        }
        Map<String, Place> storages = new HashMap<>();
        long at = bytes.position();
        for (Pickled key : keys) {
            Storage storage = key instanceof Text(String name) ? content.storages().get(name) : null;
            if (storage == null || storages.containsKey(storage.key())) {
                throw new FileException("expected each storage of the pickle once behind it, got another");
            }
            long count = file.read(at, Long.BYTES).getLong(0);
            if (count != storage.count()) {
                throw new FileException("expected " + storage.count() + " elements of a storage, got " + count);
            }
            long size = bytes(storage);
            file.requireInside(at + Long.BYTES, size);
            storages.put(storage.key(), new Place(at + Long.BYTES, size));
            at += Long.BYTES + size;
        }
        return new TorchFile("PyTorch before 1.6", content.root(), storages);
    }

    private static void requireLittle(Pickled system) {
        boolean big = system instanceof Dictionary(LinkedHashMap<Pickled, Pickled> items)
                && items.get(new Text("little_endian")) == Single.FALSE;
        if (big) {
            throw new FileException("expected numbers in little-endian order, got big-endian ones");
        }
    }

    private static long bytes(Storage storage) {
        long size = storage.dtype().bytes();
        if (storage.count() > Long.MAX_VALUE / size) {
            throw new FileException("expected a storage that fits a file, got " + storage.count() + " elements");
        }
        return storage.count() * size;
    }

    /// Where a tensor lies.
    ///
    /// @throws FileException if its storage is not in the file as it claims, or the tensor is not in its storage
    StoredTensor stored(View view) {
        Storage storage = view.storage();
        Place place = storages.get(storage.key());
        if (place == null || place.bytes() != bytes(storage)) {
            throw new FileException("expected a storage of " + storage.count() + " elements of " + storage.dtype()
                    + ", got " + (place == null ? "none" : place.bytes() + " bytes"));
        }
        return StoredTensor.of(view, place.from());
    }
}
