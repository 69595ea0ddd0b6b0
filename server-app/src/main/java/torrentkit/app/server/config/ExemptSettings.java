package torrentkit.app.server.config;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import torrentkit.peer.RateExemption;
import torrentkit.tracker.swarm.Zones;

/** The peers for which limits do not hold: networks, names of zones, and the word for this machine. */
final class ExemptSettings {
    private ExemptSettings() {}

    /** What is wrong is noted with the values; then nobody is exempt. */
    static RateExemption read(SettingValues values, String key, Zones zones) {
        List<String> texts = values.texts(key);
        Set<String> names = new HashSet<>(zones.names());
        names.retainAll(texts);
        return values.attempt(
                () -> {
                    try {
                        RateExemption exempt = RateExemption.of(texts.stream()
                                .filter(text -> !names.contains(text))
                                .toList());
                        return names.isEmpty() ? exempt : exempt.and(names, peer -> isIn(zones, names, peer));
                    } catch (IllegalArgumentException e) {
                        throw values.wrong(key, "cannot be used: " + e.getMessage());
                    }
                },
                RateExemption.NONE);
    }

    private static boolean isIn(Zones zones, Set<String> names, InetAddress peer) {
        int zone = zones.of(peer.getAddress());
        return zone > 0 && names.contains(zones.names().get(zone - 1));
    }
}
