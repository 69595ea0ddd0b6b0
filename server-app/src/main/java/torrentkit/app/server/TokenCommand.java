package torrentkit.app.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torrentkit.app.server.authorization.TokenFile;
import torrentkit.app.server.config.ConfigurationException;

/** {@code server-app token}: a bearer token for a program, and the line by which the server knows it. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a random token for NAME: prints the token, to be given to whoever bears the name and kept nowhere else, "
                    + "and the line for the file that authentication.token-file names.",
            ""
        })
final class TokenCommand implements Callable<Integer> {
    private static final int RANDOM_BYTES = 32;

    @Parameters(index = "0", paramLabel = "NAME", description = "The name that the rules see.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        CommandLine terminal = spec.commandLine();
        try {
            String line = TokenFile.line(name, token);
            terminal.getOut().println("token: " + token);
            terminal.getOut().println("line:  " + line);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
        return ExitCode.OK;
    }
}
