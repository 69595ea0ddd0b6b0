/**
 * {@code client-app doctor}: looks for what would keep a download from working, and says what to do about it; entry
 * {@link torrentkit.app.client.doctor.DoctorCommand}. Checks run one after the other on the main thread.
 */
package torrentkit.app.client.doctor;
