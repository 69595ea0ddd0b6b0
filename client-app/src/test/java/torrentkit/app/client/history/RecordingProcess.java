package torrentkit.app.client.history;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process that records notes, for tests that kill it or start several: {@code FILE TEXT COUNT}, or without an end. */
final class RecordingProcess {
    private RecordingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        long count = args.length > 2 ? Long.parseLong(args[2]) : Long.MAX_VALUE;
        try (EventStream stream = new EventStream(List.of(HistoryLog.open(Path.of(args[0]))))) {
            for (long i = 0; i < count; i++) {
                stream.publishPatiently(new TimedEvent(
                        Optional.of(System.currentTimeMillis()),
                        Optional.empty(),
                        new HistoryEvent.Note(args[1] + " " + i)));
                if (count == Long.MAX_VALUE) {
                    Thread.sleep(10); // so that no batch is full before its time
                }
            }
        }
    }

    static Process start(Object... args) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder process = new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), RecordingProcess.class.getName());
        for (Object arg : args) {
            process.command().add(arg.toString());
        }
        return process.inheritIO().start();
    }
}
