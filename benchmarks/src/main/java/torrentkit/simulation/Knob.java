package torrentkit.simulation;

import java.util.Locale;

/** What may be turned in a simulation. The standard values are those of the product, as far as it has them. */
public enum Knob {
    /** Peers that may download from one peer at the same time. */
    UPLOAD_SLOTS(32),
    /** Of those, peers that are sent to in turn at a time, each until what it asked of a piece is sent; 0 for all of them. */
    UPLOAD_TURNS(0),
    /** Peers that may download from the origin at the same time. */
    ORIGIN_SLOTS(32),
    /** 1: the origin says what to fetch from it; 0: everybody takes from it what is rarest. */
    ORIGIN_POLICY(1),
    /** How often the origin may send the content before it gives only what nobody has; 0 for any number. */
    MAX_COPIES(0),
    /** Seconds between two rounds in which slots are dealt anew. */
    ROUND_S(10),
    /** 1: slots go to where they help the swarm; 0: to who has earned them. */
    CLOSED_SWARM(1),
    /** Requests to one peer at most, of 16 KiB each. */
    MOST_REQUESTS(250),
    /** From a request to the first byte of the answer, where nobody waits, milliseconds. */
    ROUND_TRIP_MS(1),
    /** From a verified piece until the neighbours know of it, milliseconds: the message waits behind blocks in the socket. */
    HAVE_DELAY_MS(20),
    /** Hashing and writing of pieces, MiB per second. */
    VERIFY_MIB_S(300),
    /** Connections that a peer seeks. */
    MOST_PEERS(60),
    /** Connections that a peer has at most, those that others sought included. */
    ACCEPTED_PEERS(200),
    /** Connections that the origin has at most. */
    ORIGIN_PEERS(200),
    /** Peers that the tracker is asked to name. */
    PEERS_NAMED(50),
    /** What is left of a link for blocks, after the headers of every layer and acknowledgements, per cent. */
    PAYLOAD_PERCENT(94),
    /** What the machine moves that all peers run on, MiB per second; 0 where each has its own. */
    MACHINE_MIB_S(0),
    /** 1: rarest first; 0: in order, to see what it is good for. */
    RAREST_FIRST(1);

    private final double standard;

    Knob(double standard) {
        this.standard = standard;
    }

    double standard() {
        return standard;
    }

    /** The name on a command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for a name that no knob has */
    static Knob of(String label) {
        for (Knob knob : values()) {
            if (knob.label().equals(label)) {
                return knob;
            }
        }
        throw new IllegalArgumentException("there is no knob \"" + label + "\"");
    }
}
