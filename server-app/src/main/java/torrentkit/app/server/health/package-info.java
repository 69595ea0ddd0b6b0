/**
 * Whether the server is well, for those who watch over it: {@link torrentkit.app.server.health.Readiness} is told by the life
 * cycle, and the routes tell it over HTTP. The routes run on event loops.
 */
package torrentkit.app.server.health;
