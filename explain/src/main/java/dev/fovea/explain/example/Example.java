package dev.fovea.explain.example;

import java.util.List;
import java.util.Map;

/// A worked example: numbers that the engine computed, a page that explains them, and pictures.
public interface Example {
    /// One line.
    String title();

    /// What a reader sees in a terminal, from top to bottom.
    List<Block> page();

    /// The bytes of files, by name: `.svg` or `.png`.
    Map<String, byte[]> pictures();
}
