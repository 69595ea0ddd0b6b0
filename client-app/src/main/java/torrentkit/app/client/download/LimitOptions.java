package torrentkit.app.client.download;

import java.time.Duration;
import java.util.Optional;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.downloader.DownloaderConfig;

/** The options about how much and how long: rates, times, tries. */
public final class LimitOptions implements SyntaxPart {
    private static final int MOST_TRIES = 1_000_000;
    private static final int MOST_JOBS = 100;

    private final Option<Long> downloadRate = Option.of(Long.class, new ByteRate(), "--max-download-rate")
            .label("RATE")
            .description("Download at most so many bytes a second, all sources together, such as 500K or 10M.");

    private final Option<Long> limitRate = Option.of(Long.class, new ByteRate(), "--limit-rate")
            .label("RATE")
            .description("The same as --max-download-rate, by the name that curl and wget give it.");

    private final Option<Long> downloadRateEach = Option.of(
                    Long.class, new ByteRate(), "--max-download-rate-per-source", "--max-download-limit")
            .label("RATE")
            .description("Download each source with at most so many bytes a second. The shorter name is aria2's.");

    private final UploadRateOptions uploads;

    private final Option<Duration> deadline = Option.of(Duration.class, new TimeSpan(), "--deadline")
            .label("TIME")
            .description("Stop after this time, such as 30s or 10m, with exit code 2 when work is unfinished.");

    private final Option<Duration> stallTimeout = Option.of(Duration.class, new TimeSpan(), "--stall-timeout")
            .label("TIME")
            .orElse(Duration.ofSeconds(120))
            .description(
                    "Give up when nobody is connected for so long, or nothing arrives for five times as long; 0 never"
                            + " gives up. Default: 120 seconds.");

    private final Option<Integer> retries = Option.number("--retry")
            .label("N")
            .orElse(0)
            .description("Try again up to N times, with growing pauses, after failures that may pass: of the network,"
                    + " of a busy server, or when nobody is reachable. Default: 0.");

    private final Option<Integer> jobs = Option.number("-j", "--jobs")
            .label("N")
            .orElse(5)
            .description("Download at most so many sources at the same time. Default: ${DEFAULT-VALUE}.");

    LimitOptions() {
        this(new UploadRateOptions());
    }

    /** Those that a command without the others has. */
    LimitOptions(UploadRateOptions uploads) {
        this.uploads = uploads;
    }

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(downloadRate, limitRate, downloadRateEach, uploads, deadline, stallTimeout, retries, jobs);
    }

    /** @throws Failure if an option's value cannot be used, or two contradict each other */
    void check() {
        Ranges.check("--retry", retries.get(), 0, MOST_TRIES);
        Ranges.check("--jobs", jobs.get(), 1, MOST_JOBS);
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
                downloadRate.value().or(limitRate::value).orElse(0L),
                uploads.all(),
                downloadRateEach.value().orElse(0L),
                uploads.each(),
                uploads.exempt());
    }

    Optional<Duration> deadline() {
        return deadline.value();
    }

    Duration stallTimeout() {
        return stallTimeout.get();
    }

    int retries() {
        return retries.get();
    }

    int jobs() {
        return jobs.get();
    }
}
