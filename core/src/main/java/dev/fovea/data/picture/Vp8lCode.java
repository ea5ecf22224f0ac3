package dev.fovea.data.picture;

import java.util.Arrays;

/// A prefix code of up to 15 bits, with the lengths that its symbols have in a lossless WebP.
final class Vp8lCode {
    private static final int LONGEST = 15;
    private static final int QUICK = 8;
    private static final int[] LENGTHS_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    // Of each start of as many bits as the longest code has, or QUICK: symbol × 16 + length, or −1 for longer codes.
    private final int[] quick;

    // Symbols in the order of their codes, and how many there are of each length.
    private final int[] symbols;
    private final int[] counts = new int[LONGEST + 1];

    private Vp8lCode(int[] lengths) {
        for (int length : lengths) {
            counts[length]++;
        }
        int used = lengths.length - counts[0];
        counts[0] = 0;
        symbols = new int[used];
        int[] next = new int[LONGEST + 2];
        for (int i = 1; i <= LONGEST; i++) {
            next[i + 1] = next[i] + counts[i];
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = symbol;
            }
        }
        if (used == 1) {
            // The only symbol takes no bits.
            quick = new int[] {16 * symbols[0]};
        } else {
            requireComplete();
            quick = quick();
        }
    }

    private void requireComplete() {
        int free = 1;
        for (int i = 1; i <= LONGEST; i++) {
            free = 2 * free - counts[i];
            if (free < 0) {
                throw PictureException.damaged("WebP", null);
            }
        }
        if (free != 0) {
            throw PictureException.damaged("WebP", null);
        }
    }

    private int[] quick() {
        int most = QUICK;
        while (most > 1 && counts[most] == 0 && symbolsLongerThan(most) == 0) {
            most--;
        }
        int[] all = new int[1 << most];
        Arrays.fill(all, -1);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= most; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int start = Integer.reverse(code++) >>> 32 - length;
                for (int k = start; k < all.length; k += 1 << length) {
                    all[k] = 16 * symbols[index] + length;
                }
                index++;
            }
            code <<= 1;
        }
        return all;
    }

    private int symbolsLongerThan(int length) {
        int sum = 0;
        for (int i = length + 1; i <= LONGEST; i++) {
            sum += counts[i];
        }
        return sum;
    }

    static Vp8lCode read(Vp8lBits bits, int alphabet) {
        int[] lengths = new int[alphabet];
        if (bits.flag()) {
            boolean two = bits.flag();
            setOne(lengths, bits.number(bits.flag() ? 8 : 1));
            if (two) {
                setOne(lengths, bits.number(8));
            }
            return new Vp8lCode(lengths);
        }
        int[] first = new int[LENGTHS_ORDER.length];
        int count = 4 + bits.number(4);
        for (int i = 0; i < count; i++) {
            first[LENGTHS_ORDER[i]] = bits.number(3);
        }
        Vp8lCode code = new Vp8lCode(first);
        int left = bits.flag() ? 2 + bits.number(2 + 2 * bits.number(3)) : alphabet;
        if (left > alphabet) {
            throw PictureException.damaged("WebP", null);
        }
        int before = 8;
        int symbol = 0;
        while (symbol < alphabet && left-- > 0) {
            int length = code.symbol(bits);
            if (length < 16) {
                lengths[symbol++] = length;
                before = length == 0 ? before : length;
                continue;
            }
            int repeats = length == 16 ? 3 + bits.number(2) : length == 17 ? 3 + bits.number(3) : 11 + bits.number(7);
            if (symbol + repeats > alphabet) {
                throw PictureException.damaged("WebP", null);
            }
            Arrays.fill(lengths, symbol, symbol + repeats, length == 16 ? before : 0);
            symbol += repeats;
        }
        return new Vp8lCode(lengths);
    }

    private static void setOne(int[] lengths, int symbol) {
        if (symbol >= lengths.length) {
            throw PictureException.damaged("WebP", null);
        }
        lengths[symbol] = 1;
    }

    int symbol(Vp8lBits bits) {
        int start = bits.peek(LONGEST);
        int found = quick[start & quick.length - 1];
        if (found >= 0) {
            bits.skip(found & 15);
            return found >> 4;
        }
        // Codes of one length follow each other, after those that are shorter.
        int code = 0;
        int least = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= start >> length - 1 & 1;
            if (code - least < counts[length]) {
                bits.skip(length);
                return symbols[index + code - least];
            }
            index += counts[length];
            least = least + counts[length] << 1;
            code <<= 1;
        }
        throw PictureException.damaged("WebP", null);
    }
}
