/**
 * Putting an info dictionary together from what peers send of it (BEP 9): {@link torrentkit.downloader.metadata.MetadataBook} decides what
 * to ask whom and tells liars apart, {@link torrentkit.downloader.metadata.MetadataPeer} asks one peer. The book may be used from any
 * thread; a peer belongs to its connection's event loop.
 */
package torrentkit.downloader.metadata;
