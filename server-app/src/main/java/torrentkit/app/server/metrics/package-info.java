/**
 * What a monitoring system reads: {@link torrentkit.app.server.metrics.Metrics} collects figures from whoever has them, and
 * {@link torrentkit.app.server.metrics.MetricsRoute} answers them. Nothing is counted here but the delay of event loops; figures
 * are read when somebody asks, on look-up threads. No label has a value that an outsider chooses.
 */
package torrentkit.app.server.metrics;
