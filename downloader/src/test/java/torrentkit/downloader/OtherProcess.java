package torrentkit.downloader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another Java process that tries for a target's lock, says what became of it, and holds it until it is killed. */
final class OtherProcess implements AutoCloseable {
    static final String HELD = "held";

    private final Process process;
    private final String answer;

    private OtherProcess(Process process, String answer) {
        this.process = process;
        this.answer = answer;
    }

    static OtherProcess locking(Path target, Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        target.toString(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new OtherProcess(process, out.readLine());
    }

    /** {@link #HELD}, or the reason why not. */
    String answer() {
        return answer;
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        try {
            TargetLock.acquire(Path.of(arguments[0]), Path.of(arguments[1]));
            System.out.println(HELD);
            System.in.read(); // until the other end is gone
        } catch (DownloadException e) {
            System.out.println(e.reason());
        }
    }
}
