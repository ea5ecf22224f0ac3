package dev.fovea.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class PrintableTest {
    @Test
    void ordinaryTextStaysTheSameObject() {
        for (String text : List.of("", "a b", "Äpfel für 3 €", "日本語", "🦊 fox", "שלום", "é", "a\u200db")) {
            assertThat(Printable.line(text)).isSameAs(text);
            assertThat(Printable.lines(text)).isSameAs(text);
        }
    }

    @Test
    void whatSteersATerminalIsSpelt() {
        assertThat(Printable.line("\u001b[31mred\u0007")).isEqualTo("\\u001b[31mred\\u0007");
        assertThat(Printable.line("\u0000\u007f\u009b2J")).isEqualTo("\\u0000\\u007f\\u009b2J");
        assertThat(Printable.line("cat\u202egpj.exe\u2066x\u2069")).isEqualTo("cat\\u202egpj.exe\\u2066x\\u2069");
        assertThat(Printable.line("half \ud83e")).isEqualTo("half \\ud83e");
    }

    /// A file of one long line, of controls that are spelt six times as long, of pairs that must not be parted.
    @Test
    void aMessageHasABoundAndKeepsItsEnds() {
        for (String filling : List.of("x", "\u0000", "🦊", "x🦊", "\n")) {
            String message = Printable.message("a.csv: got " + filling.repeat(100_000) + "; write path,label");
            assertThat(message.length()).isLessThanOrEqualTo(1500);
            assertThat(message).startsWith("a.csv: got").endsWith("; write path,label");
            assertThat(Printable.line(message)).isEqualTo(message);
        }
        String whole = "y".repeat(1500);
        assertThat(Printable.message(whole)).isSameAs(whole);
    }

    @Test
    void lineEndsBecomeSpacesOrStay() {
        assertThat(Printable.line("a\r\n  b\u2028c\u0085d\te\u000bf")).isEqualTo("a b c d e f");
        assertThat(Printable.lines("a\n\tb\r\u2028c")).isEqualTo("a\n\tb\r\\u2028c");
    }

    /// No character of the whole plane comes through but those that are meant.
    @Test
    void everyCharacterOfTheKindIsSpelt() {
        for (int c = 0; c <= 0xFFFF; c++) {
            String text = "x" + (char) c;
            boolean steers = Character.isISOControl(c) || c >= 0x2028 && c <= 0x202E || c >= 0x2066 && c <= 0x2069
                    || Character.isSurrogate((char) c);
            assertThat(Printable.line(text).equals(text)).as("U+%04X", c).isEqualTo(!steers);
        }
    }

    @Test
    void jsonKeepsItsMeaning() {
        String value = "\u001b]0;x\u0007 \u009b \u202e \u2028 \u007f \"\\ \n end";
        String json = JsonNodeFactory.instance.objectNode().put(value, value).toString();
        String shown = Printable.lines(json);
        assertThat(shown).matches("[\\x20-\\x7e]*");
        assertThat(JsonMapper.shared().readTree(shown).path(value).stringValue()).isEqualTo(value);
    }
}
