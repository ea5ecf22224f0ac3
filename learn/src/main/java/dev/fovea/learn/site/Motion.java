package dev.fovea.learn.site;

import dev.fovea.json.JsonObject;
import java.util.List;

/// A moving picture beside a part of an example's page.
///
/// @param heading the beginning of the heading of the part that it stands beside; empty for the page's first part
/// @param scene what the page's scripts call it
/// @param data all that it shows, in order: numbers of the example, nothing that the page would have to compute
record Motion(String heading, String scene, JsonObject data) {
    /// The scripts that draw moving pictures, in order.
    static final List<String> SCRIPTS =
            List.of("tensor.js", "moving.js", "player.js", "pieces.js", "windows.js", "curves.js", "wires.js");

    /// The element that the scripts fill. A script's text ends at the first `</`, so none is left in the data.
    String html() {
        return "<div class=\"motion\" data-scene=\"" + scene + "\"><script type=\"application/json\">"
                + data.toString().replace("<", "\\u003c") + "</script></div>\n";
    }
}
