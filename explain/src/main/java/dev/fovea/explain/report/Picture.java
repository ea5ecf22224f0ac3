package dev.fovea.explain.report;

import dev.fovea.drawing.Pixels;

/// A picture of the report, which is a file of its own too.
///
/// @param file its name
/// @param heading of one line
/// @param words what it shows
record Picture(String file, String heading, String words, Pixels pixels) {
    /// A file's name for a layer's.
    static String fileName(String layer) {
        return layer.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("-$", "");
    }
}
