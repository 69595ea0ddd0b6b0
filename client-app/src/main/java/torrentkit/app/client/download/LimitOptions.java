package torrentkit.app.client.download;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.downloader.DownloaderConfig;

/** The options about how much and how long: rates, times, tries. A picocli mixin. */
public final class LimitOptions {
    private static final int MOST_TRIES = 1_000_000;
    private static final int MOST_JOBS = 100;

    @Option(
            names = "--max-download-rate",
            paramLabel = "RATE",
            converter = ByteRate.class,
            description = "Download at most so many bytes a second, all sources together, such as 500K or 10M.")
    private Optional<Long> downloadRate = Optional.empty();

    @Option(
            names = "--limit-rate",
            paramLabel = "RATE",
            converter = ByteRate.class,
            description = "The same as --max-download-rate, by the name that curl and wget give it.")
    private Optional<Long> limitRate = Optional.empty();

    @Option(
            names = {"--max-download-rate-per-source", "--max-download-limit"},
            paramLabel = "RATE",
            converter = ByteRate.class,
            description = "Download each source with at most so many bytes a second. The shorter name is aria2's.")
    private Optional<Long> downloadRateEach = Optional.empty();

    @Mixin
    private UploadRateOptions uploads = new UploadRateOptions();

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Stop after this time, such as 30s or 10m, with exit code 2 when work is unfinished.")
    private Optional<Duration> deadline = Optional.empty();

    @Option(
            names = "--stall-timeout",
            paramLabel = "TIME",
            defaultValue = "120",
            converter = TimeSpan.class,
            description =
                    "Give up when nobody is connected for so long, or nothing arrives for five times as long; 0 never"
                            + " gives up. Default: 120 seconds.")
    private Duration stallTimeout = Duration.ofSeconds(120);

    @Option(
            names = "--retry",
            paramLabel = "N",
            defaultValue = "0",
            description = "Try again up to N times, with growing pauses, after failures that may pass: of the network,"
                    + " of a busy server, or when nobody is reachable. Default: 0.")
    private int retries;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "5",
            description = "Download at most so many sources at the same time. Default: ${DEFAULT-VALUE}.")
    private int jobs = 5;

    /** Those that a command without the others has. */
    static LimitOptions of(UploadRateOptions uploads) {
        LimitOptions options = new LimitOptions();
        options.uploads = uploads;
        return options;
    }

    /** @throws Failure if an option's value cannot be used, or two contradict each other */
    void check() {
        Ranges.check("--retry", retries, 0, MOST_TRIES);
        Ranges.check("--jobs", jobs, 1, MOST_JOBS);
        uploads.check();
        if (downloadRate.isPresent() && limitRate.isPresent()) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Options --max-download-rate and --limit-rate mean the same: give one of them, not both.");
        }
        if (deadline.isPresent() && deadline.get().isZero()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --deadline: expected at least 1 second, found none.");
        }
    }

    /** How fast downloads may be. */
    DownloaderConfig.Rates rates() {
        return new DownloaderConfig.Rates(
                downloadRate.or(() -> limitRate).orElse(0L),
                uploads.all(),
                downloadRateEach.orElse(0L),
                uploads.each(),
                uploads.exempt());
    }

    Optional<Duration> deadline() {
        return deadline;
    }

    Duration stallTimeout() {
        return stallTimeout;
    }

    int retries() {
        return retries;
    }

    int jobs() {
        return jobs;
    }
}
