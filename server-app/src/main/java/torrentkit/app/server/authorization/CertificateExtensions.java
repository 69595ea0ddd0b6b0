package torrentkit.app.server.authorization;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a certificate says of its owner beyond the name: extensions with a text as their value, and alternative names. */
final class CertificateExtensions {
    private static final String ALTERNATIVE_NAME = "subject-alt-name.";
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,19})){1,30}");
    private static final String REGISTERED = "1.3.6.1.4.1.34380.1.1.";
    private static final String AUTHORIZATION = "1.3.6.1.4.1.34380.1.3.";

    /** The arc is public; the names are how people know its extensions. */
    private static final Map<String, String> SHORT_NAMES = Map.ofEntries(
            Map.entry("pp_uuid", REGISTERED + 1),
            Map.entry("pp_instance_id", REGISTERED + 2),
            Map.entry("pp_image_name", REGISTERED + 3),
            Map.entry("pp_preshared_key", REGISTERED + 4),
            Map.entry("pp_cost_center", REGISTERED + 5),
            Map.entry("pp_product", REGISTERED + 6),
            Map.entry("pp_project", REGISTERED + 7),
            Map.entry("pp_application", REGISTERED + 8),
            Map.entry("pp_service", REGISTERED + 9),
            Map.entry("pp_employee", REGISTERED + 10),
            Map.entry("pp_created_by", REGISTERED + 11),
            Map.entry("pp_environment", REGISTERED + 12),
            Map.entry("pp_role", REGISTERED + 13),
            Map.entry("pp_software_version", REGISTERED + 14),
            Map.entry("pp_department", REGISTERED + 15),
            Map.entry("pp_cluster", REGISTERED + 16),
            Map.entry("pp_provisioner", REGISTERED + 17),
            Map.entry("pp_region", REGISTERED + 18),
            Map.entry("pp_datacenter", REGISTERED + 19),
            Map.entry("pp_zone", REGISTERED + 20),
            Map.entry("pp_network", REGISTERED + 21),
            Map.entry("pp_securitypolicy", REGISTERED + 22),
            Map.entry("pp_cloudplatform", REGISTERED + 23),
            Map.entry("pp_apptier", REGISTERED + 24),
            Map.entry("pp_hostname", REGISTERED + 25),
            Map.entry("pp_owner", REGISTERED + 26),
            Map.entry("pp_authorization", AUTHORIZATION + 1),
            Map.entry("pp_auth_role", AUTHORIZATION + 13),
            Map.entry("pp_cli_auth", AUTHORIZATION + 39));

    /** By the number that RFC 5280 gives the kind. */
    private static final Map<Integer, String> NAME_KINDS =
            Map.of(1, "rfc822-name", 2, "dns-name", 6, "uri", 7, "ip", 8, "registered-id");

    private static final int UTF8_STRING = 0x0c;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int IA5_STRING = 0x16;
    private static final int OCTET_STRING = 0x04;

    private CertificateExtensions() {}

    /**
     * The key under which {@link #of} files what a rule asks for.
     *
     * @param written an OID, a short name, or {@code subject-alt-name.KIND}
     */
    static Optional<String> canonicalKey(String written) {
        if (SHORT_NAMES.containsKey(written)) {
            return Optional.of(SHORT_NAMES.get(written));
        }
        boolean known = OID.matcher(written).matches()
                || written.startsWith(ALTERNATIVE_NAME)
                        && NAME_KINDS.containsValue(written.substring(ALTERNATIVE_NAME.length()));
        return known ? Optional.of(written) : Optional.empty();
    }

    /** The values by key; an extension that is not a text is not among them. */
    static Map<String, Set<String>> of(X509Certificate certificate) {
        Map<String, Set<String>> found = new HashMap<>();
        for (Set<String> oids : List.of(
                orEmpty(certificate.getCriticalExtensionOIDs()), orEmpty(certificate.getNonCriticalExtensionOIDs()))) {
            for (String oid : oids) {
                text(certificate.getExtensionValue(oid)).ifPresent(text -> found.put(oid, Set.of(text)));
            }
        }
        alternativeNames(certificate, found);
        return found;
    }

    private static Set<String> orEmpty(Set<String> oids) {
        return oids == null ? Set.of() : oids;
    }

    private static void alternativeNames(X509Certificate certificate, Map<String, Set<String>> found) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return; // a certificate without readable ones has none
        }
        if (names == null) {
            return;
        }
        for (List<?> name : names) {
            String kind = NAME_KINDS.get((Integer) name.get(0));
            if (kind != null && name.get(1) instanceof String text) {
                found.computeIfAbsent(ALTERNATIVE_NAME + kind, key -> new HashSet<>())
                        .add(text);
            }
        }
    }

    /** @param encoded an octet string with the value of the extension in it, DER */
    private static Optional<String> text(byte[] encoded) {
        if (encoded == null) {
            return Optional.empty();
        }
        ByteBuffer outer = ByteBuffer.wrap(encoded);
        return content(outer, OCTET_STRING).flatMap(value -> {
            int tag = value.hasRemaining() ? value.get(value.position()) & 0xff : -1;
            return tag == UTF8_STRING || tag == PRINTABLE_STRING || tag == IA5_STRING
                    ? content(value, tag).flatMap(CertificateExtensions::utf8)
                    : Optional.empty();
        });
    }

    /** The content of a DER value that fills the buffer. */
    private static Optional<ByteBuffer> content(ByteBuffer der, int tag) {
        if (der.remaining() < 2 || (der.get() & 0xff) != tag) {
            return Optional.empty();
        }
        int length = der.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            if (bytes < 1 || bytes > 3 || der.remaining() < bytes) {
                return Optional.empty();
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | der.get() & 0xff;
            }
        }
        return length == der.remaining() ? Optional.of(der.slice()) : Optional.empty();
    }

    private static Optional<String> utf8(ByteBuffer bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
