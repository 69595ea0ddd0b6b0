package torrentkit.tracker.server;

/**
 * What a tracker has done since it was opened, all front ends together.
 *
 * @param announces announces answered with peers
 * @param scrapes scrapes answered
 * @param refusals requests answered with a failure reason
 * @param malformed requests that were no announce or scrape: HTTP errors, datagrams of another kind
 * @param connections HTTP connections at this moment
 * @param turnedAway HTTP connections closed because there were too many
 */
public record TrackerStats(
        long announces, long scrapes, long refusals, long malformed, int connections, long turnedAway) {}
