/**
 * What can be set: {@link torrentkit.app.server.config.ConfigurationReader} turns files and options into a checked
 * {@link torrentkit.app.server.config.ServerConfig}. Values only; used on the main thread.
 */
package torrentkit.app.server.config;
