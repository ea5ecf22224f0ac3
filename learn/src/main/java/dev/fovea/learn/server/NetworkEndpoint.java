package dev.fovea.learn.server;

import dev.fovea.json.JsonObject;
import dev.fovea.learn.network.OpenPictures;
import dev.fovea.learn.network.PageRefusal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the page of a large network asks: to open a picture, then one map, one number, one stage of it. A request is a
/// JSON object of a few names.
final class NetworkEndpoint {
    /// Its paths begin so.
    static final String PATH = "/api/network/";
    private static final String OPEN = "open";
    private static final Set<String> QUESTIONS = Stream.of(OpenPictures.What.values())
            .map(what -> what.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private final OpenPictures pictures;

    NetworkEndpoint(OpenPictures pictures) {
        this.pictures = pictures;
    }

    /// @throws RefusedException if the question is wrong, or cannot be answered now
    JsonObject answer(String path, byte[] body) {
        String what = path.substring(PATH.length());
        if (!what.equals(OPEN) && !QUESTIONS.contains(what)) {
            throw RefusedException.unknown(path);
        }
        String request = RefusedException.question(body);
        try {
            return what.equals(OPEN)
                    ? pictures.open(request)
                    : pictures.answer(OpenPictures.What.valueOf(what.toUpperCase(Locale.ROOT)), request);
        } catch (PageRefusal e) {
            throw RefusedException.of(e);
        }
    }
}
