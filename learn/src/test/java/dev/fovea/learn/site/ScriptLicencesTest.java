package dev.fovea.learn.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The scripts of others that the jar carries are under licences that have to come with them.
class ScriptLicencesTest {
    private static final Path VENDOR =
            Path.of(Objects.requireNonNull(Site.class.getResource("vendor/preact/LICENSE")).getPath()).resolve("../..");

    private static String resource(String path) throws IOException {
        try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyLicenceLiesWhereThoseOfTheJarDo() throws IOException {
        List<String> projects;
        try (Stream<Path> folders = Files.list(VENDOR.normalize())) {
            projects = folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        }
        assertThat(projects).containsExactly("preact", "uplot");
        for (String project : projects) {
            assertThat(resource("/META-INF/licenses/" + project + "/LICENSE")).as(project)
                    .isEqualTo(resource("vendor/" + project + "/LICENSE"))
                    .contains("Copyright (c)", "Permission is hereby granted, free of charge");
        }
    }

    @Test
    void theNoticeNamesThem() throws IOException {
        String notice = Files.readString(Path.of("../NOTICE"));
        assertThat(notice).contains("META-INF/licenses");
        for (String project : List.of("Preact", "uPlot")) {
            assertThat(notice).contains(project);
            String holder = resource("/META-INF/licenses/" + project.toLowerCase(Locale.ROOT) + "/LICENSE")
                    .lines().filter(line -> line.contains("Copyright (c)")).findFirst().orElseThrow().strip();
            assertThat(notice.replaceAll("\\s+", " ")).contains(holder);
        }
    }
}
