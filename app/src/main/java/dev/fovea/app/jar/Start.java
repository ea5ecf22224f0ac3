package dev.fovea.app.jar;

/// Where `fovea.jar` begins. In the jar this class alone is compiled for Java 8, so that an older Java gets a line
/// that it can read instead of an `UnsupportedClassVersionError`: nothing here is newer than Java 8.
public final class Start {
    private static final int[] OLDEST = {25, 0, 3};

    private Start() {}

    /// Goes on in a JVM that has the flags which Fovea needs.
    public static void main(String[] args) {
        String version = System.getProperty("java.version");
        if (!isRecent(version)) {
            System.err.println("fovea: needs Java 25.0.3 or later, found " + version + " in "
                    + System.getProperty("java.home")
                    + ". Install one, such as Temurin 25 from https://adoptium.net, and start the jar with its java.");
            System.exit(1);
        }
        Relaunch.withFlags(args);
    }

    /// Whether a version, such as `25.0.3` or `26-ea`, is that of a Java that Fovea runs on.
    static boolean isRecent(String version) {
        String[] numbers = version.split("[^0-9.]", 2)[0].split("\\.");
        for (int i = 0; i < OLDEST.length; i++) {
            int number = i < numbers.length && !numbers[i].isEmpty() ? Integer.parseInt(numbers[i]) : 0;
            if (number != OLDEST[i]) {
                return number > OLDEST[i];
            }
        }
        return true;
    }
}
