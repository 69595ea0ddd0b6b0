package torrentkit.tracker.server;

import torrentkit.tracker.SwarmTraffic;

/**
 * What a tracker has done since it was opened, all front ends together.
 *
 * @param announces announces answered with peers
 * @param scrapes scrapes answered
 * @param refusals requests answered with a failure reason
 * @param malformed requests that were no announce or scrape: HTTP errors, datagrams of another kind
 * @param connections HTTP and HTTPS connections at this moment
 * @param turnedAway connections closed because there were too many
 * @param traffic what the peers of all swarms said they have moved
 */
public record TrackerStats(
        long announces,
        long scrapes,
        long refusals,
        long malformed,
        int connections,
        long turnedAway,
        SwarmTraffic traffic) {}
