/**
 * Who may do what over HTTP: the operator's rules, the name that a client proves, and the decision that follows from both.
 *
 * <p>Entry: {@link torrentkit.app.server.authorization.Authorizer}, which decides about requests and answers, through
 * {@link torrentkit.app.server.authorization.Visibility}, which paths of the file source exist for a caller at all.
 *
 * <p>Threads: rules are immutable and judged on whatever thread asks, within a bounded number of steps, event loops included.
 * Passwords are verified on threads of their own; a decision that needs one completes there.
 */
package torrentkit.app.server.authorization;
