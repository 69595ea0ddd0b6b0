package torrentkit.app.server.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Finds the common name in the name of a certificate's owner. */
final class DistinguishedName {
    private static final int MAX_CHARS = 8 << 10;

    private DistinguishedName() {}

    /** The common name of a certificate's owner, if it has a usable one. */
    static Optional<String> commonName(X500Principal owner) {
        return ofRfc2253(owner.getName(X500Principal.RFC2253));
    }

    /**
     * The common name in a written name: in the form of RFC 2253 and its successor 4514, or, when it starts with a slash, in the
     * older one of OpenSSL. The latter has no escapes, so that a value with a slash in it can feign a second common name: there,
     * two are none.
     */
    static Optional<String> commonName(String written) {
        if (written.length() > MAX_CHARS) {
            return Optional.empty();
        }
        return written.startsWith("/") ? ofSlashForm(written) : ofRfc2253(written);
    }

    /** Of several, the one closest to the owner: an account in a directory has the names of its containers too. */
    private static Optional<String> ofRfc2253(String written) {
        try {
            List<Rdn> rdns = new LdapName(written).getRdns();
            for (int i = rdns.size() - 1; i >= 0; i--) {
                Attribute name = rdns.get(i).toAttributes().get("CN");
                if (name != null) {
                    return name.size() == 1 && name.get() instanceof String text ? usable(text) : Optional.empty();
                }
            }
            return Optional.empty();
        } catch (NamingException | IllegalArgumentException e) { // an escape may be broken inside of a value
            return Optional.empty();
        }
    }

    private static Optional<String> ofSlashForm(String written) {
        List<String> names = new ArrayList<>();
        for (String part : written.substring(1).split("/", -1)) {
            if (part.regionMatches(true, 0, "CN=", 0, 3)) {
                names.add(part.substring(3));
            }
        }
        return names.size() == 1 ? usable(names.get(0)) : Optional.empty();
    }

    private static Optional<String> usable(String name) {
        return Optional.of(name).filter(text -> CallerNames.isUsable(text) && text.equals(text.strip()));
    }
}
