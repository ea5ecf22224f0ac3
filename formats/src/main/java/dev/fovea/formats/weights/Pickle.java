package dev.fovea.formats.weights;

import dev.fovea.formats.weights.Pickled.Dictionary;
import dev.fovea.formats.weights.Pickled.Real;
import dev.fovea.formats.weights.Pickled.Sequence;
import dev.fovea.formats.weights.Pickled.Single;
import dev.fovea.formats.weights.Pickled.Storage;
import dev.fovea.formats.weights.Pickled.Text;
import dev.fovea.formats.weights.Pickled.Tuple;
import dev.fovea.formats.weights.Pickled.Whole;
import dev.fovea.io.FileException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A machine for pickles of protocol 2 as `torch.save` writes them. It makes texts, numbers, lists, tuples,
/// dictionaries and descriptions of tensors, and nothing else: what a pickle asks to be called is one of a closed list,
/// [Pickled.Function], none of which is Python's. Values, nesting and bytes are bounded.
final class Pickle {
    /// Bytes of a pickle. That of a network with 10,000 tensors has 2 MB.
    static final long MOST_BYTES = 1 << 26;

    private static final int MOST_VALUES = 1_000_000;
    private static final int MOST_NESTED = 200;
    private static final int LONGEST_NUMBER = 64;
    private static final int PROTOCOL = 2;

    private final PickleBytes bytes;
    private final Deque<List<Pickled>> outer = new ArrayDeque<>();
    private final Map<Integer, Pickled> memo = new HashMap<>();
    private List<Pickled> stack = new ArrayList<>();
    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int values;

    /// What a pickle holds.
    ///
    /// @param storages those that it names, by key
    record Content(Pickled root, Map<String, Storage> storages) {}

    private Pickle(PickleBytes bytes) {
        this.bytes = bytes;
    }

    /// Reads one pickle, up to its end.
    ///
    /// @throws FileException without the file's name
    static Content read(PickleBytes bytes) {
        Pickle pickle = new Pickle(bytes);
        return new Content(pickle.run(), pickle.storages);
    }

    private Pickled run() {
        while (true) {
            int code = bytes.unsignedByte();
            if (code == '.') {
                Pickled result = pop();
                if (!stack.isEmpty() || !outer.isEmpty()) {
                    throw new FileException("expected one value at the end of the pickle, got more");
                }
                return result;
            }
            step(code);
        }
    }

    private void step(int code) {
        switch (code) {
            case 0x80 -> requireProtocol(bytes.unsignedByte());
            case 'N' -> push(Single.NONE);
            case 0x88 -> push(Single.TRUE);
            case 0x89 -> push(Single.FALSE);
            case 'K' -> push(whole(bytes.unsignedByte()));
            case 'M' -> push(whole(bytes.unsignedShort()));
            case 'J' -> push(whole(bytes.integer()));
            case 0x8a -> push(new Whole(number(bytes.unsignedByte())));
            case 'G' -> push(new Real(bytes.real()));
            case 'X', 'T' -> push(new Text(bytes.text(bytes.integer())));
            case 'U' -> push(new Text(bytes.text(bytes.unsignedByte())));
            case ']' -> push(new Sequence(new ArrayList<>()));
            case '}' -> push(Dictionary.empty());
            case ')' -> push(new Tuple(List.of()));
            case 0x85, 0x86, 0x87 -> push(new Tuple(last(code - 0x84)));
            case 't' -> push(new Tuple(List.copyOf(marked())));
            case '(' -> mark();
            case 'a' -> append(last(1));
            case 'e' -> append(marked());
            case 's' -> put(last(2));
            case 'u' -> put(marked());
            case 'q' -> remember(bytes.unsignedByte());
            case 'r' -> remember(bytes.integer());
            case 'h' -> get(bytes.unsignedByte());
            case 'j' -> get(bytes.integer());
            case '0' -> pop();
            case 'c' -> push(Rebuilding.named(bytes.line() + "." + bytes.line()));
            case 'R' -> call();
            case 'b' -> build();
            case 'Q' -> push(known(Rebuilding.storage(pop())));
            default -> throw new FileException("expected the codes of a pickle as torch.save writes them, got byte "
                    + code + " before byte " + bytes.position());
        }
    }

    private static void requireProtocol(int protocol) {
        if (protocol != PROTOCOL) {
            throw new FileException("expected a pickle of protocol 2, which torch.save writes unless asked otherwise,"
                    + " got protocol " + protocol);
        }
    }

    private void push(Pickled value) {
        count(1);
        stack.add(value);
    }

    private void count(int more) {
        values += more;
        if (values > MOST_VALUES) {
            throw new FileException("expected a pickle of at most " + MOST_VALUES + " values, got more");
        }
    }

    private void remember(int key) {
        count(1);
        memo.put(key, top());
    }

    private Pickled top() {
        if (stack.isEmpty()) {
            throw new FileException("expected a value before byte " + bytes.position() + " of the pickle, got none");
        }
        return stack.getLast();
    }

    private Pickled pop() {
        top();
        return stack.removeLast();
    }

    private void mark() {
        if (outer.size() == MOST_NESTED) {
            throw new FileException("expected a pickle nested at most " + MOST_NESTED + " deep, got a deeper one");
        }
        outer.push(stack);
        stack = new ArrayList<>();
    }

    /// All values since the last mark.
    private List<Pickled> marked() {
        if (outer.isEmpty()) {
            throw new FileException("expected a mark before byte " + bytes.position() + " of the pickle, got none");
        }
        List<Pickled> marked = stack;
        stack = outer.pop();
        return marked;
    }

    private List<Pickled> last(int count) {
        if (stack.size() < count) {
            throw new FileException("expected " + count + " values before byte " + bytes.position()
                    + " of the pickle, got " + stack.size());
        }
        List<Pickled> end = stack.subList(stack.size() - count, stack.size());
        List<Pickled> last = List.copyOf(end);
        end.clear();
        return last;
    }

    private void get(int key) {
        Pickled known = memo.get(key);
        if (known == null) {
            throw new FileException("expected something remembered as " + Integer.toUnsignedString(key)
                    + " before byte " + bytes.position() + " of the pickle, got nothing");
        }
        push(known);
    }

    private static Whole whole(long value) {
        return new Whole(BigInteger.valueOf(value));
    }

    private BigInteger number(int length) {
        if (length > LONGEST_NUMBER) {
            throw new FileException(
                    "expected a whole number of at most " + LONGEST_NUMBER + " bytes, got " + length);
        }
        byte[] little = bytes.bytes(length);
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[i] = little[length - 1 - i];
        }
        return length == 0 ? BigInteger.ZERO : new BigInteger(big);
    }

    private Storage known(Storage storage) {
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && !before.equals(storage)) {
            throw new FileException("expected one type and length of each storage, got two of one");
        }
        return storage;
    }

    private void append(List<Pickled> items) {
        if (!(top() instanceof Sequence list)) {
            throw new FileException("expected a list to append to before byte " + bytes.position() + ", got "
                    + Rebuilding.kind(top()));
        }
        list.items().addAll(items);
    }

    private void put(List<Pickled> items) {
        if (!(top() instanceof Dictionary dictionary) || items.size() % 2 != 0) {
            throw new FileException("expected keys and values for a dictionary before byte " + bytes.position()
                    + ", got " + items.size() + " for " + Rebuilding.kind(top()));
        }
        for (int i = 0; i < items.size(); i += 2) {
            Rebuilding.put(dictionary, items.get(i), items.get(i + 1));
        }
    }

    private void call() {
        List<Pickled> both = last(2);
        count(Rebuilding.length(both.getLast()));
        push(Rebuilding.call(both.getFirst(), both.getLast()));
    }

    /// A state dictionary carries versions of its modules as an attribute, which no reader needs.
    private void build() {
        Pickled attributes = pop();
        if (!(top() instanceof Dictionary && attributes instanceof Dictionary)) {
            throw new FileException("expected attributes of a dictionary alone, got " + Rebuilding.kind(attributes)
                    + " for " + Rebuilding.kind(top()));
        }
    }
}
