package torrentkit.app.server.http;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import torrentkit.app.server.text.Shown;

/** A port cannot be listened on. The message is one sentence for the person who starts the server. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ListenException(String what, InetSocketAddress address, Throwable cause) {
        super(what + " cannot listen on " + NetUtil.toSocketAddressString(address) + ": " + why(cause), cause);
    }

    private ListenException(String message) {
        super(message);
    }

    /** @throws ListenException if the host of the address is a name that means nothing here */
    public static void refuseUnresolved(String what, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new ListenException(
                    what + " cannot listen on " + Shown.text(address.getHostString()) + ": this name has no address");
        }
    }

    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (why.contains("in use")) {
            return "the port is in use by another program; choose another one, or stop that program";
        }
        if (why.contains("ermission denied")) {
            return "ports below 1024 need special rights; choose a higher one";
        }
        if (why.contains("assign requested address")) {
            return "this machine does not have that address";
        }
        return Shown.text(why);
    }
}
