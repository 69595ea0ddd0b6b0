/**
 * The run's figures for Prometheus: {@link torrentkit.app.client.metrics.MetricsServer}. Fed on the events' thread, read on the
 * server's, which take turns.
 */
package torrentkit.app.client.metrics;
