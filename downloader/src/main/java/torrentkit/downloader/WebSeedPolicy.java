package torrentkit.downloader;

/** When a download may load from its torrent's web seeds (BEP 19). */
public enum WebSeedPolicy {
    /** When peers cannot keep the link full: there are none, they send nothing, or the web seed would at least double the rate. */
    AUTO,
    /** When no connected peer has what is missing. */
    LAST,
    /** Always, and from nobody else: no tracker is asked and no peer met. */
    ONLY,
    /** Not at all. */
    NEVER
}
