package torrentkit.app.server.authorization;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import torrentkit.app.server.authorization.Decision.Allowed;
import torrentkit.app.server.authorization.Decision.Denied;
import torrentkit.app.server.config.AuthorizationSettings;
import torrentkit.app.server.config.ConfigurationException;

/**
 * Decides about requests: finds out who sends them and what the rules say to that. Rules and credentials can be replaced while
 * requests are being decided; each decision sees the old ones or the new ones. Any thread.
 */
public final class Authorizer implements AutoCloseable {
    private static final int FAILURES_OF_AN_ADDRESS = 10;
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final int ADDRESSES = 10_000;
    private static final int MAX_CREDENTIALS = 4 << 10;

    private final AttemptLimit addresses;
    private final PasswordCheck passwords;
    private volatile Ground ground;

    /** What decisions rest on. */
    private record Ground(Rules rules, Credentials credentials, List<String> challenges) {}

    private Authorizer(Ground ground, LongSupplier nanoTime) {
        this.ground = ground;
        addresses = new AttemptLimit(FAILURES_OF_AN_ADDRESS, WINDOW, ADDRESSES, nanoTime);
        passwords = new PasswordCheck(addresses, nanoTime);
    }

    /**
     * Reads rules and credentials. May block.
     *
     * @throws ConfigurationException with a sentence that says what is wrong and where
     */
    public static Authorizer open(AuthorizationSettings settings) {
        return open(settings, System::nanoTime);
    }

    static Authorizer open(AuthorizationSettings settings, LongSupplier nanoTime) {
        return new Authorizer(read(settings), nanoTime);
    }

    /**
     * Reads rules and credentials only to see whether they can be used. May block.
     *
     * @throws ConfigurationException as {@link #open}
     */
    public static void check(AuthorizationSettings settings) {
        read(settings);
    }

    /**
     * Reads other rules and credentials. May block.
     *
     * @return puts them into force
     * @throws ConfigurationException as {@link #open}; then everything stays as it was
     */
    public Runnable prepare(AuthorizationSettings settings) {
        Ground next = read(settings);
        return () -> ground = next;
    }

    private static Ground read(AuthorizationSettings settings) {
        Credentials credentials = Credentials.read(settings.passwords(), settings.tokens());
        String realm = settings.realm();
        if (!CallerNames.isUsable(realm) || !realm.chars().allMatch(c -> c < 0x7f)) {
            throw new ConfigurationException("authentication.realm must be 1 to 254 printable ASCII characters");
        }
        String quoted = '"' + realm.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        List<String> challenges = new ArrayList<>();
        credentials.passwords().ifPresent(file -> challenges.add("Basic realm=" + quoted + ", charset=\"UTF-8\""));
        credentials.tokens().ifPresent(file -> challenges.add("Bearer realm=" + quoted));
        return new Ground(RulesReader.read(settings.rules()), credentials, List.copyOf(challenges));
    }

    /** The rules that hold now. */
    Rules rules() {
        return ground.rules();
    }

    /**
     * Whether somebody who proved a name once could still do so, as far as this server knows: a name that has left the file of
     * passwords or tokens is nobody's, and one that a header told is none when headers count no longer.
     */
    public boolean stillKnows(Caller caller) {
        Ground now = ground;
        boolean byHeader = now.rules().allowsHeaderInfo();
        return switch (caller.proof()) {
            case CERTIFICATE -> !byHeader;
            case HEADER -> byHeader;
            default ->
                caller.name()
                        .filter(name -> now.credentials().stillKnow(name, caller.proof()))
                        .isPresent();
        };
    }

    /**
     * Decides about a request. Does not block.
     *
     * @return completes at once, or on another thread when a password has to be verified first
     */
    public CompletionStage<Decision> decide(RequestFacts request) {
        Ground now = ground;
        List<String> credentials =
                now.credentials().areTaken() ? request.headers().apply("authorization") : List.of();
        if (credentials.size() > 1) {
            return denied(400, "A request has at most one Authorization header; this one has several.");
        }
        if (credentials.size() == 1) {
            return byCredentials(now, request, credentials.get(0));
        }
        try {
            return CompletableFuture.completedFuture(judged(
                    now,
                    request,
                    CertificateIdentity.of(
                            request, now.rules().allowsHeaderInfo(), now.rules().extensionsAskedFor())));
        } catch (CertificateIdentity.BadHeaderException e) {
            return denied(400, e.getMessage());
        }
    }

    private static Decision judged(Ground now, RequestFacts request, Caller caller) {
        return switch (now.rules().judge(request.method(), request.rulePath(), request.query(), caller)) {
            case ALLOWED -> new Allowed(caller);
            case NAME_NEEDED ->
                now.challenges().isEmpty()
                        ? forbidden(caller)
                        : new Denied(
                                401,
                                "This needs a name and a password, or a token.",
                                Map.of("www-authenticate", now.challenges()),
                                caller);
            case DENIED -> forbidden(caller);
        };
    }

    private static Denied forbidden(Caller caller) {
        return new Denied(403, "The rules of this server do not allow you this.", Map.of(), caller);
    }

    private CompletionStage<Decision> byCredentials(Ground now, RequestFacts request, String credentials) {
        Object source = source(request.remote());
        Optional<Duration> wait = addresses.waitingTime(source);
        if (wait.isPresent()) {
            return limited(wait.get());
        }
        int space = credentials.indexOf(' ');
        String scheme = space < 0 ? credentials : credentials.substring(0, space);
        String rest = space < 0 ? "" : credentials.substring(space).strip();
        if (rest.length() <= MAX_CREDENTIALS) {
            if (scheme.equalsIgnoreCase("bearer") && now.credentials().tokens().isPresent()) {
                Optional<String> owner = now.credentials().tokens().get().owner(rest);
                if (owner.isPresent()) {
                    return CompletableFuture.completedFuture(
                            judged(now, request, Caller.named(owner.get(), Caller.Proof.TOKEN)));
                }
            }
            Optional<PasswordFile> file = now.credentials().passwords();
            Optional<NameAndPassword> given = scheme.equalsIgnoreCase("basic") && file.isPresent()
                    ? NameAndPassword.decode(rest)
                    : Optional.empty();
            if (given.isPresent()) {
                return byPassword(now, request, file.get(), given.get(), source);
            }
        }
        addresses.begin(source);
        return CompletableFuture.completedFuture(wrong(now));
    }

    private CompletionStage<Decision> byPassword(
            Ground now, RequestFacts request, PasswordFile file, NameAndPassword given, Object source) {
        return passwords
                .check(file, given.name(), given.password(), request.remote(), source)
                .thenCompose(outcome -> switch (outcome) {
                    case RIGHT ->
                        CompletableFuture.completedFuture(
                                judged(now, request, Caller.named(given.name(), Caller.Proof.BASIC)));
                    case WRONG -> CompletableFuture.completedFuture(wrong(now));
                    case BUSY -> retry(503, "Too many passwords are being checked; try again.", Duration.ofSeconds(1));
                    case LIMITED -> limited(passwords.waitingTime(given.name()).orElse(Duration.ofSeconds(1)));
                });
    }

    /** What stands in a header of Basic authentication (RFC 7617). */
    private record NameAndPassword(String name, byte[] password) {
        static Optional<NameAndPassword> decode(String written) {
            try {
                byte[] bytes = Base64.getDecoder().decode(written);
                int colon = 0;
                while (colon < bytes.length && bytes[colon] != ':') {
                    colon++;
                }
                if (colon == bytes.length) {
                    return Optional.empty();
                }
                String name = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, colon))
                        .toString();
                return CallerNames.isUsable(name)
                        ? Optional.of(new NameAndPassword(name, Arrays.copyOfRange(bytes, colon + 1, bytes.length)))
                        : Optional.empty();
            } catch (IllegalArgumentException | CharacterCodingException e) {
                return Optional.empty();
            }
        }
    }

    /** Whoever has an IPv6 address has billions of them. */
    private static Object source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }

    private static Decision wrong(Ground now) {
        return new Denied(
                401,
                "The name, the password or the token is wrong.",
                Map.of("www-authenticate", now.challenges()),
                Caller.anonymous());
    }

    private static CompletableFuture<Decision> limited(Duration wait) {
        return retry(429, "Too many wrong passwords or tokens lately; try again later.", wait);
    }

    private static CompletableFuture<Decision> retry(int status, String sentence, Duration wait) {
        return CompletableFuture.completedFuture(new Denied(
                status,
                sentence,
                Map.of("retry-after", List.of(Long.toString(wait.toSeconds() + 1))),
                Caller.anonymous()));
    }

    private static CompletionStage<Decision> denied(int status, String sentence) {
        return CompletableFuture.completedFuture(new Denied(status, sentence, Map.of(), Caller.anonymous()));
    }

    /** Ends the threads that verify passwords. */
    @Override
    public void close() {
        passwords.close();
    }
}
