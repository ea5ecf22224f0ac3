package dev.fovea.backend.cpu.vector.tile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TileSourceTest {
    private static final Path FOLDER = Path.of("src/main/java/dev/fovea/backend/cpu/vector/tile");

    static List<TileSource.Shape> shapes() {
        return TileSource.SHAPES;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aTileIsAsTheGeneratorWritesIt(TileSource.Shape shape) throws IOException {
        assertThat(Files.readString(FOLDER.resolve(shape.file())))
                .as("%s differs from what TileSource writes. Change TileSource, and run in the root folder: %s",
                        shape.file(), TileSource.COMMAND)
                .isEqualTo(shape.source());
    }

    @Test
    void eachTileHasItsShapeInTheTable() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.matches("Tile\\d+x.*")))
                    .as("the shapes in TileSource; write the files by %s", TileSource.COMMAND)
                    .containsExactlyInAnyOrderElementsOf(shapes().stream().map(TileSource.Shape::file).toList());
        }
    }
}
