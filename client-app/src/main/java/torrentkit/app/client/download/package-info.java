/**
 * {@code client-app download}, {@code seed} and {@code replay}: from their options, one class for each group, to their exit codes. The
 * entry is {@link torrentkit.app.client.download.DownloadRun}: the main thread waits and looks after what is shared, each source is
 * fetched on a thread of a small pool by a {@code SourceRun}, and what happens is told to the audience on the events' thread.
 */
package torrentkit.app.client.download;
