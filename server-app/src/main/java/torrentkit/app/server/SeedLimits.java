package torrentkit.app.server;

import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.SeedSettings;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederLimits;

/** How much peers may take of the seed, which changes while they do. */
record SeedLimits(Seeder seeder) implements Reloadable {
    static SeederLimits of(SeedSettings settings) {
        return new SeederLimits(
                settings.uploadLimit(),
                settings.uploadLimitPerTorrent(),
                settings.uploadLimitPerPeer(),
                settings.uploadSlots(),
                settings.maxPeers(),
                settings.maxPeersPerTorrent(),
                settings.maxPeersPerAddress(),
                settings.maxCopies());
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        SeederLimits limits = of(settings.seed());
        return () -> {
            seeder.limits(limits);
            seeder.exempt(settings.seed().exempt());
        };
    }
}
