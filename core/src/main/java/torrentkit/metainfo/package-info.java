/**
 * The .torrent file (BEP 3): reading it from untrusted bytes, and writing it. Start at {@link torrentkit.metainfo.Metainfo}; a
 * {@link torrentkit.metainfo.MagnetLink} only names one. No other I/O happens here than reading one such file. Everything here is
 * immutable and may be used from any thread.
 */
package torrentkit.metainfo;
