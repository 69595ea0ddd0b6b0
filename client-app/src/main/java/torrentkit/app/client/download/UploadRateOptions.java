package torrentkit.app.client.download;

import java.util.List;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.peer.RateExemption;

/** The options about how fast others are sent to, and for whom rates do not hold. */
public final class UploadRateOptions implements SyntaxPart {
    private final Option<Long> all = Option.of(Long.class, new ByteRate(), "--max-upload-rate")
            .label("RATE")
            .description("Send at most so many bytes a second to others, all sources together, such as 500K or 10M.");

    private final Option<Long> each = Option.of(
                    Long.class, new ByteRate(), "--max-upload-rate-per-source", "--max-upload-limit")
            .label("RATE")
            .description("Send at most so many bytes a second of each source. The shorter name is aria2's.");

    private final Option<List<String>> exempt = Option.texts("--rate-exempt")
            .label("NETWORK")
            .split(",")
            .description("Rates do not hold for peers in these networks, such as 10.1.0.0/16; the word local is this"
                    + " machine. May be given several times.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(all, each, exempt);
    }

    /** @throws Failure if an option's value cannot be used */
    void check() {
        exempt();
    }

    /** Bytes a second; 0 for no limit. */
    long all() {
        return all.value().orElse(0L);
    }

    /** Bytes a second; 0 for no limit. */
    long each() {
        return each.value().orElse(0L);
    }

    /** The peers for which no rate holds, neither up nor down. */
    RateExemption exempt() {
        if (exempt.get().isEmpty()) {
            return RateExemption.NONE;
        }
        try {
            return RateExemption.of(exempt.get());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --rate-exempt: " + e.getMessage() + ".", e);
        }
    }
}
