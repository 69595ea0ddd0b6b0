package torrentkit.app.client.outcome;

/** Why a command ends without success: one sentence or two for a person, and the exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    /** @param message what was expected and found, where, and what to do; outside text in it need not be clean */
    public Failure(ExitCode code, String message) {
        this(code, message, null);
    }

    /** @param cause shown to a person only on request; may be null */
    public Failure(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
