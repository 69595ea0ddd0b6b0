package torrentkit.app.client.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests share that each need a lab with a network of its own. */
abstract class SeparateLab {
    @TempDir
    private Path directory;

    /** A new one for each test; nothing of it is left after the test. */
    Lab lab;

    @BeforeEach
    void openLab() throws Exception {
        lab = new Lab(directory, Network.separate());
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }
}
