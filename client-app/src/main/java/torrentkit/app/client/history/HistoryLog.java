package torrentkit.app.client.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import torrentkit.app.client.command.Version;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/**
 * The record of a run: its events as lines of JSON at the end of a file, each line marked with the run that it belongs to, so that
 * several runs, at the same time too, may use one file. What has gathered is written once a second, as whole lines in one go; a killed
 * process loses no more than that. A disk that fails ends the record with a warning and nothing else.
 */
public final class HistoryLog implements HistoryListener {
    /** What the file is called unless somebody says otherwise; in the working directory. */
    public static final Path DEFAULT_FILE = Path.of("history.log");

    /** Of one run: samples are left out when it has grown so long, so that sharing for weeks does not fill the disk. */
    static final long MAX_BYTES_WITH_SAMPLES = 64L << 20;

    /** Of one run: the record ends here. */
    static final long MAX_BYTES = 512L << 20;

    private static final System.Logger LOG = System.getLogger(HistoryLog.class.getName());
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);
    private static final int BATCH = 64 * 1024;

    private final Path file;
    private final Optional<String> run = Optional.of(randomId());
    private final JsonText json = new JsonText();
    private Optional<AppendedFile> open;
    private boolean ended;
    private boolean begun;
    private long written;
    private long oldest; // when the first of what has gathered came

    private HistoryLog(Path file, Optional<AppendedFile> open) {
        this.file = file;
        this.open = open;
    }

    /**
     * A record in a file that somebody asked for.
     *
     * @throws Failure when the file cannot be written, or is something else than a record
     */
    public static HistoryLog open(Path file) {
        try {
            return new HistoryLog(file, Optional.of(AppendedFile.open(file)));
        } catch (IOException e) {
            throw Failures.writing("cannot record the run in " + file, file, e, ExitCode.CANNOT_CREATE);
        }
    }

    /**
     * A record in a file that nobody asked for: it is opened when there is something to write, and when that fails it is only
     * mentioned in the log.
     */
    public static HistoryLog unasked(Path file) {
        return new HistoryLog(file, Optional.empty());
    }

    @Override
    public void accept(TimedEvent event) {
        if (ended || HistoryEvent.isSample(event.event()) && written > MAX_BYTES_WITH_SAMPLES) {
            return;
        }
        if (!begun) {
            begun = true;
            begin(event.millis().orElseGet(System::currentTimeMillis));
        }
        if (json.length() == 0) {
            oldest = System.nanoTime();
        }
        EventJson.write(json, event, run);
        if (json.length() >= BATCH) {
            write();
        }
    }

    private void begin(long millis) {
        json.startObject().name("type").value("run").name("time").value(millis);
        json.name("run")
                .value(run.orElseThrow())
                .name("format")
                .value(1)
                .name("by")
                .value(Version.text());
        json.endObject().endLine();
    }

    private static String randomId() {
        byte[] id = new byte[4];
        ThreadLocalRandom.current().nextBytes(id); // tells apart, keeps no secret; SecureRandom takes longer to load
        return HexFormat.of().formatHex(id);
    }

    @Override
    public void tick() {
        if (json.length() > 0 && System.nanoTime() - oldest >= PERIOD) {
            write();
        }
    }

    private void write() {
        byte[] lines = json.take().getBytes(StandardCharsets.UTF_8);
        try {
            if (open.isEmpty()) {
                open = opened();
            }
            if (open.isPresent()) {
                open.get().append(lines);
                written += lines.length;
            }
            ended |= open.isEmpty();
            if (written > MAX_BYTES) {
                end("The record of this run in " + file + " ends here: it has grown to " + MAX_BYTES + " bytes.");
            }
        } catch (IOException e) {
            String why = Failures.writing("the record of this run in " + file + " ends here", file, e, ExitCode.FILE_IO)
                    .getMessage();
            end(why + " The run itself goes on.");
        }
    }

    /** Nobody asked for the file, so where it cannot be had there is no record. */
    private Optional<AppendedFile> opened() {
        try {
            return Optional.of(AppendedFile.open(file));
        } catch (IOException e) {
            String why = Failures.writing("the run is not recorded in " + file, file, e, ExitCode.CANNOT_CREATE)
                    .getMessage();
            LOG.log(System.Logger.Level.INFO, why);
            return Optional.empty();
        }
    }

    private void end(String why) {
        ended = true;
        LOG.log(System.Logger.Level.WARNING, why);
        closeFile();
    }

    @Override
    public void close() {
        if (json.length() > 0) {
            write();
        }
        closeFile();
    }

    private void closeFile() {
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "Closing " + file + " failed: " + e);
        }
        open = Optional.empty();
        ended = true;
    }
}
