package torrentkit.app.client.command;

/** What the {@link Syntax} of a command is made of: an option, a parameter, or a group of options. */
public interface SyntaxPart {
    /** Adds what this is, at the end of what the help text shows. */
    void addTo(Syntax syntax);
}
