package dev.fovea.learn.network;

import dev.fovea.json.Json;
import dev.fovea.json.JsonBoolean;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import org.jspecify.annotations.Nullable;

/// What a page asks of a training or a network: an object with names, of which each is checked when it is read.
record PageQuestion(JsonObject fields) {
    private static final int SHOWN = 40;

    /// @throws PageRefusal if the text is no JSON object
    static PageQuestion of(String text) {
        Json json;
        try {
            json = Json.read(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
        if (json instanceof JsonObject object) {
            return new PageQuestion(object);
        }
        throw wrong("expected an object: got " + json.kind());
    }

    static PageRefusal wrong(String message) {
        return new PageRefusal(PageRefusal.Reason.WRONG, message);
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    String text(String name) {
        if (fields.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw expected("a text", name);
    }

    /// Yes or no; no if nothing is said.
    boolean yes(String name) {
        if (!has(name)) {
            return false;
        }
        if (fields.get(name) instanceof JsonBoolean answer) {
            return answer.value();
        }
        throw expected("true or false", name);
    }

    /// A number from `least` to `most`.
    double number(String name, double least, double most) {
        if (fields.get(name) instanceof JsonNumber number) {
            double value = Double.parseDouble(number.literal());
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw expected("a number from " + least + " to " + most, name);
    }

    /// A whole number from `least` to `most`.
    long whole(String name, long least, long most) {
        if (fields.get(name) instanceof JsonNumber number) {
            try {
                long value = number.longValue();
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (IllegalArgumentException _) {
                // As any other number that is none of these.
            }
        }
        throw expected("a whole number from " + least + " to " + most, name);
    }

    private PageRefusal expected(String what, String name) {
        @Nullable Json got = fields.get(name);
        String said = got == null ? "nothing" : got.toString();
        return wrong(name + ": expected " + what + ", got "
                + (said.length() <= SHOWN ? said : said.substring(0, SHOWN) + "…"));
    }
}
