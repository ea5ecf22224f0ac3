package dev.fovea.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Records as files hold them, and what becomes of those files when a record gets another component.
class RecordCodecTest {
    interface Tool {}

    enum Colour implements Tool {
        RED,
        BLUE
    }

    record Handle(int length, boolean soft) {}

    /// As it was.
    record Saw(int teeth, float angle, List<Integer> widths, Handle handle, Colour colour) implements Tool {
        static Saw of(int teeth) {
            return new Saw(teeth, 0.5f, List.of(), new Handle(3, false), Colour.RED);
        }
    }

    /// As it is now: with three more components, one of them in a record inside.
    static final class Now {
        record Handle(int length, boolean soft, double grip) {}

        record Saw(
                int teeth, float angle, List<Integer> widths, Handle handle, Colour colour, @Nullable Tool spare,
                Shape size, float[] marks)
                implements Tool {
            static Saw of(int teeth) {
                return new Saw(
                        teeth, 0.5f, List.of(), new Handle(3, false, 0.25), Colour.RED, null, Shape.of(2, 2),
                        new float[0]);
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Saw that && toString().equals(that.toString());
            }

            @Override
            public int hashCode() {
                return teeth;
            }

            @Override
            public String toString() {
                return teeth + " " + angle + " " + widths + handle + colour + spare + size + Arrays.toString(marks);
            }
        }
    }

    private static final RecordCodec<Tool> BEFORE = RecordCodec.of("tool", Tool.class)
            .with("Colour", Colour.class)
            .with("Saw", Defaults.of(Saw.of(1), "teeth"))
            .with(Defaults.of(new Handle(3, false), "length"));

    private static final RecordCodec<Tool> AFTER = RecordCodec.of("tool", Tool.class)
            .with("Colour", Colour.class)
            .with("Saw", Defaults.of(Now.Saw.of(1), "teeth"))
            .with(Defaults.of(new Now.Handle(3, false, 0.25), "length"));

    @Test
    void writesWhatDiffersFromTheDefault() {
        assertThat(BEFORE.write(Saw.of(7))).hasToString("{\"type\":\"Saw\",\"teeth\":7}");
        Saw other = new Saw(1, -0.0f, List.of(4), new Handle(3, true), Colour.BLUE);
        assertThat(BEFORE.write(other)).hasToString("{\"type\":\"Saw\",\"teeth\":1,\"angle\":-0.0,\"widths\":[4],"
                + "\"handle\":{\"length\":3,\"soft\":true},\"colour\":\"BLUE\"}");
        assertThat(BEFORE.read(BEFORE.write(other))).isEqualTo(other);
        assertThat(BEFORE.writeWhole(Saw.of(7))).hasToString("{\"type\":\"Saw\",\"teeth\":7,\"angle\":0.5,"
                + "\"widths\":[],"
                + "\"handle\":{\"length\":3,\"soft\":false},\"colour\":\"RED\"}");
    }

    /// A file from before, with or without its defaults.
    @Test
    void whatIsAbsentHasItsDefault() {
        Saw old = new Saw(5, 0.75f, List.of(), new Handle(9, true), Colour.BLUE);
        Now.Saw now = new Now.Saw(
                5, 0.75f, List.of(), new Now.Handle(9, true, 0.25), Colour.BLUE, null, Shape.of(2, 2), new float[0]);
        assertThat(AFTER.read(BEFORE.write(old))).isEqualTo(now);
        assertThat(AFTER.read(BEFORE.writeWhole(old))).isEqualTo(now);
        assertThat(AFTER.write(now)).isEqualTo(BEFORE.write(old));
        assertThat(AFTER.read(AFTER.writeWhole(now))).isEqualTo(now);
    }

    /// A file of a newer version can be read as long as it uses nothing that is new.
    @Test
    void whatIsUnknownIsRefusedByName() {
        Now.Saw usual = Now.Saw.of(5);
        assertThat(BEFORE.read(AFTER.write(usual))).isEqualTo(Saw.of(5));
        Now.Saw large = new Now.Saw(
                5, 0.5f, List.of(), usual.handle(), Colour.RED, null, Shape.of(3, 3), new float[] {1, 0.1f});
        assertThatThrownBy(() -> BEFORE.read(AFTER.write(large)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Saw has no component \"size\" in this version: a newer version of Fovea wrote it, take"
                        + " that one");
        Now.Saw gripped = new Now.Saw(
                5, 0.5f, List.of(), new Now.Handle(3, false, 1), Colour.RED, null, Shape.of(2, 2), new float[0]);
        assertThatThrownBy(() -> BEFORE.read(AFTER.write(gripped)))
                .hasMessageStartingWith("Handle has no component \"grip\" in this version");
        assertThatThrownBy(() -> BEFORE.read(Json.read("{\"type\":\"Saw\",\"teeth\":1,\"colour\":\"GREEN\"}")))
                .hasMessage("expected one of [RED, BLUE] as colour of Saw: got \"GREEN\"; a newer version of Fovea"
                        + " may know"
                        + " more");
    }

    /// Its components may be of the set itself.
    @Test
    void partsOfTheSetAndListsOfThemAreReadBack() {
        Now.Saw inside = new Now.Saw(
                2, 0.5f, List.of(1, 2), new Now.Handle(3, false, 0.25), Colour.RED, Colour.BLUE, Shape.of(1),
                new float[] {3});
        Now.Saw outside = new Now.Saw(
                1, 0.5f, List.of(), inside.handle(), Colour.RED, inside, Shape.of(2, 2), new float[0]);
        assertThat(AFTER.read(Json.read(AFTER.write(outside).toString()))).isEqualTo(outside);
        record Mine(List<Tool> tools) implements Tool {}
        RecordCodec<Tool> more = AFTER.with("Mine", Mine.class);
        Mine mine = new Mine(List.of(outside, new Mine(List.of()), Colour.RED));
        assertThat(more.read(Json.read(more.write(mine).toString()))).isEqualTo(mine);
        assertThatThrownBy(() -> AFTER.write(mine)).hasMessageContaining("only one tool among [Colour, Saw] can be"
                + " saved: got")
                .hasMessageContaining("Mine; pass a codec that knows it");
    }

    @Test
    void refusesTypesThatItCouldNotReadBack() {
        record Typed(int type) implements Tool {}
        assertThatThrownBy(() -> BEFORE.with("Typed", Typed.class)).hasMessageContaining("needs another name");
        assertThatThrownBy(() -> BEFORE.with("Saw", Now.Saw.class)).hasMessage("two tools are named Saw");
        class Plain implements Tool {}
        assertThatThrownBy(() -> BEFORE.with("Plain", Plain.class))
                .hasMessageContaining("expected a record or an enum");
        assertThatThrownBy(() -> Defaults.of(Saw.of(1), "tooth"))
                .hasMessageContaining("expected components of Saw among");
        record Odd(StringBuilder text) implements Tool {}
        assertThatThrownBy(() -> BEFORE.with("Odd", Odd.class).write(new Odd(new StringBuilder())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no JSON form for StringBuilder");
        assertThatThrownBy(() -> BEFORE.write(new Saw(1, Float.NaN, List.of(), new Handle(1, true), Colour.RED)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be finite");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[] | expected one tool among [Colour, Saw]: got []",
        "{'type':'Axe'} | expected one tool among [Colour, Saw]: got",
        "{'type':7} | expected one tool among [Colour, Saw]: got",
        "{'type':'Saw'} | expected a component teeth of Saw: got none",
        "{'type':'Saw','teeth':null} | expected int as teeth of Saw: got null",
        "{'type':'Saw','teeth':'7'} | expected int as teeth of Saw: got '7'",
        "{'type':'Saw','teeth':7.5} | teeth of Saw: expected a whole number of 64 bits: got 7.5",
        "{'type':'Saw','teeth':7,'angle':true} | expected float as angle of Saw: got true",
        "{'type':'Saw','teeth':7,'widths':[1,'x']} | expected java.lang.Integer as widths of Saw: got 'x'",
        "{'type':'Saw','teeth':7,'widths':3} | as widths of Saw: got 3",
        "{'type':'Saw','teeth':7,'handle':[]} | as handle of Saw: got []",
        "{'type':'Saw','teeth':7,'handle':{'length':2,'type':1}} | Handle has no component 'type' in this version",
        "{'type':'Saw','teeth':7,'size':[0]} | extents must be at least 1",
        "{'type':'Saw','teeth':7,'size':['x']} | as size of Saw: got ['x']",
        "{'type':'Saw','teeth':7,'marks':[1,null]} | as marks of Saw: got [1,null]",
        "{'type':'Colour'} | expected one of [RED, BLUE] as name of Colour: got none",
    })
    void refusesWithOneLine(String text, String message) {
        assertThatThrownBy(() -> AFTER.read(Json.read(text.replace('\'', '"'))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message.replace('\'', '"'))
                .message().doesNotContain("\n");
    }
}
