package dev.fovea.learn.site;

import dev.fovea.backend.Backend;
import dev.fovea.explain.example.Example;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An example's page.
///
/// @param moves whether it has moving pictures
/// @param pictures by their paths, in English and in Chinese
record WorkedPage(byte[] page, boolean moves, Map<String, byte[]> pictures) {
    private static final String FOLDER = "pictures/";
    private static final String CHINESE = ".zh.svg";

    static WorkedPage of(String id, String title, Example example, PageLayout layout, Backend backend) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        example.pictures().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(file -> {
            String path = folder(id) + file.getKey();
            pictures.put(path, file.getValue());
            if (path.endsWith(".svg")) {
                byte[] translated = ChineseSvg.of(file.getValue(), layout.chinese());
                if (!Arrays.equals(translated, file.getValue())) {
                    pictures.put(chinesePath(path), translated);
                }
            }
        });
        List<Motion> motions = Motions.of(example, layout.chinese(), backend);
        String body = ExamplePage.body(example, motions, folder(id), pictures, layout.html());
        String page = layout.page(id, title, body, motions.isEmpty() ? List.of() : SiteResources.MOVING);
        return new WorkedPage(page.getBytes(StandardCharsets.UTF_8), !motions.isEmpty(), pictures);
    }

    /// Where the pictures of an example lie.
    static String folder(String id) {
        return FOLDER + id + "/";
    }

    /// Where a picture with Chinese words lies: `graph.zh.svg` beside `graph.svg`.
    static String chinesePath(String path) {
        return path.replaceFirst("\\.svg$", CHINESE);
    }
}
