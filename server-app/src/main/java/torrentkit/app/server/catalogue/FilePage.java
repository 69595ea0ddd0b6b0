package torrentkit.app.server.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * Some of many files, in code point order.
 *
 * @param next what to pass as {@code after} for those that follow; empty when there are none
 */
public record FilePage(List<ListedFile> files, Optional<String> next) {}
