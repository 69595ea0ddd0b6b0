/**
 * What a record tells about a run beyond what happened: which peers were slow, when nobody did anything, what came for nothing. The entry
 * is {@link torrentkit.app.client.history.analysis.AnalyzeCommand}; everything runs on one thread.
 */
package torrentkit.app.client.history.analysis;
