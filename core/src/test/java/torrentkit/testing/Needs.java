package torrentkit.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a test needs of the machine. Where that is missing the test is skipped and says what for; with {@code INTEROP_TESTS=required}
 * in the environment it fails instead, so that nobody takes a run that skipped the point for one that passed.
 */
public final class Needs {
    private static final boolean REQUIRED = "required".equals(System.getenv("INTEROP_TESTS"));

    private Needs() {}

    /** @param missing a sentence for the case that it is not there */
    public static void that(boolean present, String missing) {
        if (!present && REQUIRED) {
            fail(missing + " INTEROP_TESTS=required asks for it.");
        }
        if (!present) {
            System.out.println("Skipped: " + missing);
            abort(missing);
        }
    }

    /** A program of the PATH, which comes in this Debian package. */
    public static void program(String name, String debianPackage) {
        that(isInstalled(name), name + " is not installed (in Debian: apt-get install " + debianPackage + ").");
    }

    public static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
