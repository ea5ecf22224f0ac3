package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.DataException;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What every data set keeps to; with FOVEA_DATA set, also on the real files.
class SourceTest {
    @TempDir
    private Path empty;

    @ParameterizedTest
    @MethodSource("dev.fovea.data.source.Source#all")
    void namesFindTheirSet(Source source) {
        assertThat(Source.named(source.name())).isSameAs(source);
        assertThat(source.name()).matches("[a-z0-9-]+");
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.data.source.Source#all")
    void downloadsAreWellFormed(Source source) {
        assertThat(source.downloads()).allSatisfy(download -> {
            assertThat(download.md5()).matches("[0-9a-f]{32}");
            assertThat(download.name()).endsWith(".gz");
            assertThat(download.folder()).matches("[a-z0-9-]+");
            assertThat(download.present(empty)).isFalse();
        });
        assertThat(source.downloads().stream().map(Download::md5)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.data.source.Source#all")
    void anEmptyFolderIsOneLineThatSaysWhatToPutWhere(Source source) {
        if (source.builtIn()) {
            assertThat(source.load(empty).test().size()).isPositive();
            return;
        }
        assertThatThrownBy(() -> source.load(empty))
                .isInstanceOf(DataException.class)
                .message()
                .startsWith("no " + source.title() + " at " + empty + ": expected ")
                .contains(empty.resolve(source.downloads().getFirst().folder()).toString(), "get it from http")
                .doesNotContain("\n");
    }

    @Test
    void anUnknownName() {
        assertThatThrownBy(() -> Source.named("imagenet"))
                .isInstanceOf(DataException.class)
                .hasMessage("no data set 'imagenet': expected one of "
                        + "digits, mnist, fashion-mnist, cifar-10, cifar-100");
    }

    private static TrainTestSplit real(String name) {
        String folder = System.getenv("FOVEA_DATA");
        Source source = Source.named(name);
        boolean there = folder != null
                && Files.isDirectory(
                        Path.of(folder, source.downloads().getFirst().folder()));
        String place = folder == null ? "FOVEA_DATA, which is not set" : folder;
        Assumptions.assumeTrue(there, "skipped: no " + source.title() + " at " + place);
        return source.load(Path.of(folder));
    }

    @ParameterizedTest
    @CsvSource({"mnist,10,.1307,.3081", "fashion-mnist,10,.2860,.3530"})
    void realGreySetsHaveThePublishedMean(String name, int classes, float mean, float std) {
        TrainTestSplit set = real(name);
        assertThat(set.train().size()).isEqualTo(60_000);
        assertThat(set.test().size()).isEqualTo(10_000);
        assertThat(set.train().labels()).hasSize(classes);
        assertStatistics(Preprocessing.ofMeanStd(set.train()), new float[] {mean}, new float[] {std});
    }

    @ParameterizedTest
    @CsvSource({"cifar-10,10,.4914,.4822,.4465,.2470,.2435,.2616", "cifar-100,100,.5071,.4866,.4409,.2673,.2564,.2762"})
    void realColourSetsHaveThePublishedMean(
            String name, int classes, float red, float green, float blue, float r, float g, float b) {
        TrainTestSplit set = real(name);
        assertThat(set.train().size()).isEqualTo(50_000);
        assertThat(set.test().size()).isEqualTo(10_000);
        assertThat(set.train().labels()).hasSize(classes);
        assertStatistics(Preprocessing.ofMeanStd(set.train()), new float[] {red, green, blue}, new float[] {r, g, b});
    }

    private static void assertStatistics(Preprocessing measured, float[] mean, float[] std) {
        assertThat(measured.mean()).containsExactly(mean, within(1e-4f));
        assertThat(measured.std()).containsExactly(std, within(1e-4f));
    }
}
