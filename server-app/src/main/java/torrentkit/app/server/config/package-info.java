/**
 * What can be set: {@link torrentkit.app.server.config.Configuration} makes of files, environment and options a checked
 * {@link torrentkit.app.server.config.ServerConfig}. Values only; used on the main thread.
 */
package torrentkit.app.server.config;
