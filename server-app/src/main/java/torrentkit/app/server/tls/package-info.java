/**
 * TLS for the servers of this process, from PEM files that may be replaced while it runs.
 * {@link torrentkit.app.server.tls.TlsContexts} holds what new connections use. Files are read by whoever asks for that, never on an
 * event loop; the contexts are handed out on any thread.
 */
package torrentkit.app.server.tls;
