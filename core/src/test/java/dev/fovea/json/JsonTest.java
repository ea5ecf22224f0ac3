package dev.fovea.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private static final Seed SEED = Seed.of(31);

    @Test
    void whatIsPrintedIsReadBackEqual() {
        for (int i = 0; i < 500; i++) {
            Json value = value(SEED.derive(i), 0);
            assertThat(Json.read(value.toString())).as("seed 31, value " + i).isEqualTo(value);
        }
    }

    /// Another reader and writer of JSON says the same.
    @Test
    void anotherReaderSeesTheSame() {
        for (int i = 0; i < 500; i++) {
            String text = value(SEED.derive(1000 + i), 0).toString();
            String other = JsonMapper.shared().readTree(text).toString();
            assertThat(JsonMapper.shared().readTree(Json.read(other).toString()))
                    .as("seed 31, value " + i).isEqualTo(JsonMapper.shared().readTree(text));
        }
    }

    private static Json value(Seed seed, int depth) {
        return switch (seed.below(depth > 4 ? 6 : 8, 0)) {
            case 0 -> JsonNumber.of(seed.bits(1));
            case 1 -> number(Double.longBitsToDouble(seed.bits(1)));
            case 2 -> number(Float.intBitsToFloat((int) seed.bits(1)));
            case 3 -> JsonBoolean.of(seed.below(2, 1) == 1);
            case 4 -> JsonNull.NULL;
            case 5 -> new JsonString(text(seed));
            case 6 -> {
                List<Json> elements = new ArrayList<>();
                for (int i = 0; i < seed.below(5, 1); i++) {
                    elements.add(value(seed.derive(i), depth + 1));
                }
                yield new JsonArray(elements);
            }
            default -> {
                Map<String, Json> fields = new LinkedHashMap<>();
                for (int i = 0; i < seed.below(5, 1); i++) {
                    fields.put("\"ä鳥\n" + i, value(seed.derive(i), depth + 1));
                }
                yield new JsonObject(fields);
            }
        };
    }

    private static Json number(double value) {
        return Double.isFinite(value) ? JsonNumber.of(value) : JsonNull.NULL;
    }

    /// Among them quotes, control characters, letters beyond 16 bits and halves of such.
    private static String text(Seed seed) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < seed.below(8, 2); i++) {
            switch (seed.below(5, 10 + i)) {
                case 0 -> text.append((char) seed.below(0x80, 20 + i));
                case 1 -> text.append("\"\\/\b\f\n\r\t\u0000\u007f".charAt(seed.below(10, 20 + i)));
                case 2 -> text.appendCodePoint(0x10000 + seed.below(0x10000, 20 + i));
                case 3 -> text.append((char) (0xD800 + seed.below(0x800, 20 + i)));
                default -> text.append("äδ鳥\u202e".charAt(seed.below(4, 20 + i)));
            }
        }
        return text.toString();
    }

    @Test
    void numbersKeepTheirBits() {
        for (int i = 0; i < 100_000; i++) {
            float single = Float.intBitsToFloat((int) SEED.bits(i));
            if (Float.isFinite(single)) {
                JsonNumber number = (JsonNumber) Json.read(JsonNumber.of(single).toString());
                assertThat(Float.floatToRawIntBits(number.floatValue())).isEqualTo(Float.floatToRawIntBits(single));
            }
            double twice = Double.longBitsToDouble(SEED.bits(i));
            if (Double.isFinite(twice)) {
                JsonNumber number = (JsonNumber) Json.read(JsonNumber.of(twice).toString());
                assertThat(Double.doubleToRawLongBits(number.doubleValue()))
                        .isEqualTo(Double.doubleToRawLongBits(twice));
            }
            assertThat(((JsonNumber) Json.read(Long.toString(SEED.bits(i)))).longValue()).isEqualTo(SEED.bits(i));
        }
    }

    @Test
    void wholeNumbersMayBeWrittenAsFractions() {
        assertThat(new JsonNumber("3.0").intValue()).isEqualTo(3);
        assertThat(new JsonNumber("3e2").longValue()).isEqualTo(300);
        for (String other : new String[] {"3.5", "2147483648", "-2147483649", "1e400", "1e999999999999"}) {
            assertThatThrownBy(() -> new JsonNumber(other).intValue())
                    .isInstanceOf(IllegalArgumentException.class).hasMessageEndingWith("got " + other);
        }
        assertThatThrownBy(() -> new JsonNumber("1e39").floatValue()).hasMessageContaining("a float holds");
        assertThatThrownBy(() -> new JsonNumber("-1e309").doubleValue()).hasMessageContaining("a double holds");
    }

    @Test
    void thereIsNoWordForWhatIsNotFinite() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> JsonNumber.of(value))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be finite");
            assertThatThrownBy(() -> JsonNumber.of((float) value)).hasMessageContaining("must be finite");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | expected a JSON value: got none",
        "{} {} | got more behind it",
        "{} x | expected JSON: ",
        "[1,] | expected JSON: ",
        "[1 | expected JSON: ",
        "{'a':1,'a':2} | expected each name once in a JSON object: got 'a' twice",
        "{'a':1,'\\u0061':2} | expected each name once",
        "{a:1} | expected JSON: ",
        "NaN | expected JSON: ",
        "[Infinity] | expected JSON: ",
        "01 | expected JSON: ",
        "+1 | expected JSON: ",
        ".5 | expected JSON: ",
        "1. | expected JSON: ",
        "0x10 | expected JSON: ",
        "'\\x' | expected JSON: ",
        "/* a */ 1 | expected JSON: ",
    })
    void refusesWhatIsNotStrictJson(String text, String message) {
        assertThatThrownBy(() -> Json.read(text.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.replace('\'', '"'))
                .message().doesNotContain("\n", "jackson", "Jackson", "Stream", "Source", "JsonRead", "()", "code ");
    }

    @Test
    void saysWhereItIsBrokenAndNothingOfTheReader() {
        assertThatThrownBy(() -> Json.read("{\"a\":1,\n \"b\":x}"))
                .hasMessageMatching("expected JSON: it is broken at line 2, column [67]");
        assertThatThrownBy(() -> Json.read("{\"a\":[1,\n"))
                .hasMessageMatching("expected JSON: it ends too early at line 2, column 1");
        assertThatThrownBy(() -> Json.read("[\"a"))
                .hasMessageMatching("expected JSON: it ends too early at line 1, column [0-9]+");
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThat(Json.read("[".repeat(JsonReader.DEPTH) + "]".repeat(JsonReader.DEPTH))).isNotNull();
        assertThatThrownBy(() -> Json.read("[".repeat(JsonReader.DEPTH + 1) + "]".repeat(JsonReader.DEPTH + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected JSON of at most 500 levels of lists and objects: got more");
        assertThat(Json.read("[" + "[[]],".repeat(JsonReader.DEPTH) + "1]")).isNotNull();
        String digits = "1".repeat(JsonReader.DIGITS + 1);
        for (String number : new String[] {digits, "0." + digits}) {
            assertThatThrownBy(() -> Json.read(number))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got a number of more than 1000 characters")
                    .message().doesNotContain("\n", "Stream");
        }
    }
}
