package torrentkit.app.server.config;

/**
 * Everything that can be set, checked, with the defaults of {@code reference.conf} filled in; the meaning of each setting is
 * written there.
 */
public record ServerConfig(
        ContentSettings content,
        WebSettings web,
        TrackerSettings tracker,
        SeedSettings seed,
        AuthorizationSettings authorization) {}
