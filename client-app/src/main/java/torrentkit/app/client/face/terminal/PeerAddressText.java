package torrentkit.app.client.face.terminal;

import torrentkit.app.client.console.DisplayText;

/** Addresses in few columns. Pure functions. */
final class PeerAddressText {
    private static final String OMITTED = "…";

    private PeerAddressText() {}

    /**
     * The address, shortened so that nobody takes it for another: of an IPv6 address whole groups at its end are left out, with a mark that
     * is no part of any address, and the port stays. Where not even that fits, the end is cut.
     */
    static String fit(String peer, int columns) {
        String address = DisplayText.clean(peer);
        if (DisplayText.width(address) <= columns) {
            return address;
        }
        int bracket = address.lastIndexOf("]:");
        if (address.startsWith("[") && bracket > 0) {
            String end = OMITTED + address.substring(bracket);
            int colon = address.lastIndexOf(':', bracket);
            while (colon > 0) {
                String whole = address.substring(0, colon + 1) + end;
                if (DisplayText.width(whole) <= columns) {
                    return whole;
                }
                colon = address.lastIndexOf(':', colon - 1);
            }
        }
        return DisplayText.cut(address, columns);
    }
}
