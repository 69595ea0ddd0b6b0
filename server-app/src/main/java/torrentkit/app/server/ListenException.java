package torrentkit.app.server;

import io.netty.util.NetUtil;
import java.net.BindException;
import java.net.InetSocketAddress;

/** A port cannot be listened on. The message is one sentence for the person who starts the server. */
final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ListenException(String what, InetSocketAddress address, Throwable cause) {
        super(sentence(what, address, cause), cause);
    }

    private static String sentence(String what, InetSocketAddress address, Throwable cause) {
        String where = what + " cannot listen on "
                + (address.isUnresolved()
                        ? address.getHostString() + ": this name has no address"
                        : NetUtil.toSocketAddressString(address));
        if (address.isUnresolved()) {
            return where;
        }
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause instanceof BindException && why.contains("in use")) {
            return where + ": the port is in use by another program; choose another one, or stop that program";
        }
        if (why.contains("ermission denied")) {
            return where + ": ports below 1024 need special rights; choose a higher one";
        }
        if (why.contains("assign requested address")) {
            return where + ": this machine does not have that address";
        }
        return where + ": " + why;
    }
}
