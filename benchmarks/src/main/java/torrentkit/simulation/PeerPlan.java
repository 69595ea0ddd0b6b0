package torrentkit.simulation;

/**
 * One peer of a scenario.
 *
 * @param up bits per second that it can send
 * @param down bits per second that it can receive
 * @param joins when it is started, seconds
 * @param startup how long it then needs before it does anything, seconds
 * @param conduct how it behaves
 * @param leavesAt share of the pieces with which it leaves for good; 2 for a peer that stays
 */
public record PeerPlan(double up, double down, double joins, double startup, Conduct conduct, double leavesAt) {
    static final double NEVER = 2;

    /** @throws IllegalArgumentException for a link without rate, or a time before the start */
    public PeerPlan {
        if (up <= 0 || down <= 0 || joins < 0 || startup < 0) {
            throw new IllegalArgumentException("a peer needs rates above 0 and times from 0 on, not " + up + " and "
                    + down + " bit/s, " + joins + " s and " + startup + " s");
        }
    }

    /** An honest peer that is there from the beginning and stays. */
    public static PeerPlan of(double upMbit, double downMbit) {
        return new PeerPlan(upMbit * 1e6, downMbit * 1e6, 0, 0, Conduct.HONEST, NEVER);
    }

    public PeerPlan joining(double seconds) {
        return new PeerPlan(up, down, seconds, startup, conduct, leavesAt);
    }

    public PeerPlan startingUp(double seconds) {
        return new PeerPlan(up, down, joins, seconds, conduct, leavesAt);
    }

    public PeerPlan behaving(Conduct how) {
        return new PeerPlan(up, down, joins, startup, how, leavesAt);
    }

    public PeerPlan leavingAt(double share) {
        return new PeerPlan(up, down, joins, startup, conduct, share);
    }

    /** Whether it is to have everything in the end. */
    boolean mustFinish() {
        return conduct.isHonest() && leavesAt > 1;
    }
}
