package dev.fovea.app.console;

import dev.fovea.text.Printable;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// A stream on which text steers no terminal, wherever it comes from: control characters are spelt. Line feeds,
/// carriage returns and tabs go through, and so do bytes.
public final class PrintableStream extends PrintStream {
    private final PrintStream raw;

    private PrintableStream(PrintStream raw) {
        super(raw, false, raw.charset());
        this.raw = raw;
    }

    public static PrintableStream of(PrintStream stream) {
        return stream instanceof PrintableStream known ? known : new PrintableStream(stream);
    }

    /// Prints a page of ours with its colour codes; the words in it are spelt by who made it.
    void printStyled(String page) {
        flush();
        raw.print(page);
        raw.flush();
    }

    @Override
    public void print(@Nullable String text) {
        super.print(Printable.lines(String.valueOf(text)));
    }

    @Override
    public void print(@Nullable Object thing) {
        print(String.valueOf(thing));
    }

    @Override
    public void print(char letter) {
        print(String.valueOf(letter));
    }

    @Override
    public void print(char[] letters) {
        print(String.valueOf(letters));
    }

    @Override
    public void println(@Nullable String text) {
        print(text);
        println();
        flush();
    }

    @Override
    public void println(@Nullable Object thing) {
        println(String.valueOf(thing));
    }

    @Override
    public void println(char[] letters) {
        println(String.valueOf(letters));
    }
}
