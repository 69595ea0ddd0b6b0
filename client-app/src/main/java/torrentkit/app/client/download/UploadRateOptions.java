package torrentkit.app.client.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.peer.RateExemption;

/** The options about how fast others are sent to, and for whom rates do not hold. A picocli mixin. */
public final class UploadRateOptions {
    @Option(
            names = "--max-upload-rate",
            paramLabel = "RATE",
            converter = ByteRate.class,
            description = "Send at most so many bytes a second to others, all sources together, such as 500K or 10M.")
    private Optional<Long> all = Optional.empty();

    @Option(
            names = {"--max-upload-rate-per-source", "--max-upload-limit"},
            paramLabel = "RATE",
            converter = ByteRate.class,
            description = "Send at most so many bytes a second of each source. The shorter name is aria2's.")
    private Optional<Long> each = Optional.empty();

    @Option(
            names = "--rate-exempt",
            paramLabel = "NETWORK",
            split = ",",
            description = "Rates do not hold for peers in these networks, such as 10.1.0.0/16; the word local is this"
                    + " machine. May be given several times.")
    private List<String> exempt = new ArrayList<>();

    /** @throws Failure if an option's value cannot be used */
    void check() {
        exempt();
    }

    /** Bytes a second; 0 for no limit. */
    long all() {
        return all.orElse(0L);
    }

    /** Bytes a second; 0 for no limit. */
    long each() {
        return each.orElse(0L);
    }

    /** The peers for which no rate holds, neither up nor down. */
    RateExemption exempt() {
        if (exempt.isEmpty()) {
            return RateExemption.NONE;
        }
        try {
            return RateExemption.of(exempt);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --rate-exempt: " + e.getMessage() + ".", e);
        }
    }
}
