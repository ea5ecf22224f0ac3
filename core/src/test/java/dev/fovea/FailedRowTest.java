package dev.fovea;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class FailedRowTest {
    private static final String ROW = "[402] row = Sigmoid[] of [N×5×7]";

    @Test
    void saysWhatTheRowTriedAndHowToTryItAgain() {
        AssertionFailedError failure = new AssertionFailedError("element 0 is off", 1, 2);
        Throwable named = FailedRow.named(failure, ROW, "mvn …");
        assertThat(named).hasMessage(ROW + "\nagain: mvn …\nelement 0 is off");
        assertThat(named.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(named).isInstanceOfSatisfying(AssertionFailedError.class, e -> {
            assertThat(e.getExpected().getValue()).isEqualTo(1);
            assertThat(e.getActual().getValue()).isEqualTo(2);
        });
        assertThat(FailedRow.named(new AssertionError("off"), ROW, "mvn …")).hasMessage(ROW + "\nagain: mvn …\noff");
    }

    @Test
    void anyOtherExceptionBecomesTheCause() {
        IOException thrown = new IOException("no such file");
        assertThat(FailedRow.named(thrown, ROW, "mvn …"))
                .hasMessage(ROW + "\nagain: mvn …\njava.io.IOException: no such file")
                .hasCause(thrown);
    }

    @Test
    void whatIsSkippedStaysSkipped() {
        TestAbortedException skipped = new TestAbortedException("no data here");
        assertThat(FailedRow.named(skipped, ROW, "mvn …")).isSameAs(skipped);
    }

    @Test
    void theCommandTakesTheSameKernels() {
        String start = "mvn -B -q -o -P '!checks' -pl core test-compile surefire:test@";
        String end = " -Dtest='FailedRowTest#rows'";
        assertThat(FailedRow.command(FailedRowTest.class, "rows", Set.of("kernels"), "vector"))
                .isEqualTo(start + "default-test" + end);
        assertThat(FailedRow.command(FailedRowTest.class, "rows", Set.of("kernels"), "scalar"))
                .isEqualTo(start + "scalar" + end);
        assertThat(FailedRow.command(FailedRowTest.class, "rows", Set.of("kernels"), "vector-avx2"))
                .isEqualTo(start + "vector-avx2" + end);
        assertThat(FailedRow.command(FailedRowTest.class, "rows", Set.of("allocation"), "vector"))
                .isEqualTo(start + "allocation" + end);
    }

    /// A test's own handler sees a failure before those that JUnit finds by itself do.
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    @ExtendWith(Context.class)
    void rowsAreToldFromOtherTests(int number) {
        throw new AssertionError("row " + number);
    }

    /// Hands the failure on as JUnit does, and sees what comes of it.
    static final class Context implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
            try {
                new FailedRow().handleTestExecutionException(context, thrown);
            } catch (Throwable named) {
                assertThat(named.getMessage())
                        .matches("(?s)\\[\\d] number = [34]\nagain: mvn .* -Dtest='FailedRowTest#rowsAreToldFromOther"
                                + "Tests'\nrow [34]");
                return;
            }
            throw new AssertionError("nothing was handed on");
        }
    }

    @Test
    @ExtendWith(Setting.class)
    void junitFindsIt() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(FailedRow.class);
    }

    static final class Setting implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            assertThat(context.getConfigurationParameter("junit.jupiter.extensions.autodetection.enabled"))
                    .hasValue("true");
        }
    }
}
