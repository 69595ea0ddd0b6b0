/**
 * What happened in a run: {@link torrentkit.app.client.history.HistoryEvent}, the record of it on disk, and replay. Each listener is
 * called on one thread.
 */
package torrentkit.app.client.history;
