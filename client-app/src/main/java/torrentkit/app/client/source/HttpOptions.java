package torrentkit.app.client.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The options of all commands that ask HTTP servers. Names and meanings are curl's where it has them. */
public final class HttpOptions implements SyntaxPart {
    private static final String USER_VARIABLE = "CLIENT_APP_USER";
    private static final String TOKEN_VARIABLE = "CLIENT_APP_TOKEN";

    private final Map<String, String> environment;

    private final Option<List<String>> headers = Option.texts("-H", "--header")
            .label("NAME:VALUE")
            .description("Send this header field when a torrent is loaded over http(s); @FILE reads them from a file.");

    private final Option<String> user = Option.text("--user")
            .label("NAME:PASSWORD")
            .description("The name and password for the HTTP server; @FILE reads them from a file, which keeps them"
                    + " out of process listings. Default: the environment variable " + USER_VARIABLE + ".");

    private final Option<String> token = Option.text("--token")
            .label("TOKEN")
            .description("The bearer token for the HTTP server; @FILE reads it from a file. Default: the environment"
                    + " variable " + TOKEN_VARIABLE + ".");

    private final Option<String> authorities = Option.text("--cacert")
            .label("FILE")
            .description("Trust https servers and trackers by these PEM certificates, not by those of Java.");

    private final Option<String> certificate =
            Option.text("--cert").label("FILE").description("Show this PEM certificate to https servers and trackers.");

    private final Option<String> key = Option.text("--key")
            .label("FILE")
            .description("The PEM private key of --cert, when it is not in the same file.");

    private final Option<Boolean> insecure =
            Option.flag("--insecure").description("Trust any certificate of https servers and trackers.");

    private final Option<String> proxy = Option.text("--proxy")
            .label("URL")
            .description("Load torrents through this HTTP proxy; '' for none. Default: the environment's http_proxy,"
                    + " https_proxy, all_proxy. Hosts of no_proxy are asked directly.");

    public HttpOptions() {
        this(System.getenv());
    }

    HttpOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(headers, user, token, authorities, certificate, key, insecure, proxy);
    }

    /** What the options and the environment say. @throws Failure if an option, or a file that one names, cannot be used */
    public HttpAccess access() {
        ProxyRules proxies =
                proxy.isPresent() ? ProxyRules.of(proxy.get(), environment) : ProxyRules.ofEnvironment(environment);
        return new HttpAccess(fields(), Optional.ofNullable(authorization()), tls(), proxies);
    }

    private List<HttpHeader> fields() {
        List<HttpHeader> fields = new ArrayList<>();
        for (String header : headers.get()) {
            List<String> lines = header.startsWith("@") ? SecretFile.lines("--header", header) : List.of(header);
            for (String line : lines) {
                try {
                    fields.add(HttpHeader.parse(line));
                } catch (IllegalArgumentException e) {
                    throw new Failure(
                            ExitCode.BAD_OPTION,
                            "Option --header: expected NAME:VALUE, and cannot send this one: " + e.getMessage() + ".");
                }
            }
        }
        return fields;
    }

    /** None is null: each run comes here, so there is nothing in it that takes time to link. */
    private String authorization() {
        if (user.isPresent() && token.isPresent()) {
            throw new Failure(ExitCode.BAD_OPTION, "Options --user and --token: give one of them, not both.");
        }
        if (user.isPresent()) {
            return basic("Option --user", SecretFile.secret("--user", user.get()));
        }
        if (token.isPresent()) {
            return bearer("Option --token", SecretFile.secret("--token", token.get()));
        }
        String inherited = environment.getOrDefault(TOKEN_VARIABLE, "");
        if (!inherited.isEmpty()) {
            return bearer(TOKEN_VARIABLE, inherited);
        }
        inherited = environment.getOrDefault(USER_VARIABLE, "");
        return inherited.isEmpty() ? null : basic(USER_VARIABLE, inherited);
    }

    static String basic(String what, String user) {
        if (user.indexOf(':') <= 0 || user.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new Failure(ExitCode.BAD_OPTION, what + ": expected NAME:PASSWORD, found another form.");
        }
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static String bearer(String what, String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new Failure(
                    ExitCode.BAD_OPTION, what + ": expected a token of printable ASCII characters, found others.");
        }
        return "Bearer " + token;
    }

    private HttpTls tls() {
        if (key.isPresent() && !certificate.isPresent()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option --key needs the certificate as well: give it with --cert.");
        }
        return new HttpTls(
                path("--cacert", authorities), path("--cert", certificate), path("--key", key), insecure.get());
    }

    private static Optional<Path> path(String name, Option<String> file) {
        return file.isPresent()
                ? Optional.of(LocalPath.of(file.get(), ExitCode.BAD_OPTION, "Option " + name))
                : Optional.empty();
    }
}
