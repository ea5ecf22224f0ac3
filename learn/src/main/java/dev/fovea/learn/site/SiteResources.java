package dev.fovea.learn.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Styles and scripts, our own and those of others, as they lie in the jar.
final class SiteResources {
    static final String PREACT = "vendor/preact/preact.min.umd.js";
    static final String HOOKS = "vendor/preact/hooks.umd.js";
    static final String UPLOT = "vendor/uplot/uPlot.iife.min.js";
    static final String UPLOT_STYLE = "vendor/uplot/uPlot.min.css";

    /// What a page with moving pictures loads, in order.
    static final List<String> MOVING = Stream.concat(Stream.of(PREACT, HOOKS), Motion.SCRIPTS.stream()).toList();

    private static final List<String> EVERY = List.of("site.css", "site.js");
    private static final String LICENCE = "vendor/preact/LICENSE";
    private static final List<String> REST = List.of(
            "stages.js", "maps.js", "arithmetic.js", "detail.js", "pictures.js", "whole.js", "asked.js", "backward.js",
            "network.js", "window.js", "training.js", "nudge.js", "learning.js",
            UPLOT, UPLOT_STYLE, LICENCE, "vendor/uplot/LICENSE");

    private SiteResources() {}

    /// All of them by path.
    static Map<String, byte[]> all() {
        return read(Stream.of(EVERY, MOVING, REST).flatMap(List::stream));
    }

    /// Those that the page of an example needs.
    static Map<String, byte[]> ofExample(boolean moves) {
        return read(Stream.concat(
                EVERY.stream(), moves ? Stream.concat(MOVING.stream(), Stream.of(LICENCE)) : Stream.of()));
    }

    private static Map<String, byte[]> read(Stream<String> names) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        names.forEach(name -> files.put(name, bytes(name)));
        return files;
    }

    private static byte[] bytes(String name) {
        try (InputStream in = SiteResources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + SiteResources.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
