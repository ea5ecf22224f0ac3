package dev.fovea;

import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.IncompleteExecutionException;

/// A row of a table of tests that fails says what it tried, and how to try it again: the build's log has its number
/// alone. JUnit finds this by itself (`META-INF/services`).
public final class FailedRow implements TestExecutionExceptionHandler {
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw context.getUniqueId().contains("[test-template-invocation:")
                ? named(thrown, context.getDisplayName(), command(
                        context.getRequiredTestClass(), context.getRequiredTestMethod().getName(), context.getTags(),
                        System.getProperty("fovea.expect.kernels", "vector")))
                : thrown;
    }

    /// The same failure, with the row's name and the command before its message.
    static Throwable named(Throwable thrown, String row, String command) {
        // A test that is given up has not failed.
        if (thrown instanceof IncompleteExecutionException) {
            return thrown;
        }
        if (!(thrown instanceof AssertionError)) {
            return new AssertionError(row + "\nagain: " + command + "\n" + thrown, thrown);
        }
        String message = row + "\nagain: " + command + "\n" + thrown.getMessage();
        AssertionError named = thrown instanceof AssertionFailedError failed && failed.isExpectedDefined()
                ? new AssertionFailedError(message, failed.getExpected(), failed.getActual(), failed.getCause())
                : new AssertionError(message, thrown.getCause());
        named.setStackTrace(thrown.getStackTrace());
        for (Throwable suppressed : thrown.getSuppressed()) {
            named.addSuppressed(suppressed);
        }
        return named;
    }

    /// Runs the row's method once more, with the same kernels.
    ///
    /// @param kernels the set of the run that failed, as the pom names them
    static String command(Class<?> test, String method, Set<String> tags, String kernels) {
        String execution = tags.contains("allocation") ? "allocation" : kernels.equals("vector")
                ? "default-test"
                : kernels;
        return "mvn -B -q -o -P '!checks' -pl core test-compile surefire:test@" + execution + " -Dtest='"
                + test.getSimpleName() + "#" + method + "'";
    }
}
