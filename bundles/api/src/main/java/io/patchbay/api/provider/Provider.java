package io.patchbay.api.provider;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One upstream service that answers requests.
 *
 * <p>Registered as a service by a factory component whose PID is {@code io.patchbay.provider.<type>}; the name under
 * which routes and keys know it is the part of the configuration's PID after {@code ~}. All else is optional and a
 * property of the service:
 *
 * <table>
 * <caption>Service properties</caption>
 * <tr><th>property</th><th>meaning</th></tr>
 * <tr><td>{@link io.patchbay.api.config.Speaks}</td><td>the dialects that it takes requests in, best first; without
 * it, the provider reads {@link Attempt#chat} and answers with events</td></tr>
 * <tr><td>{@link io.patchbay.api.config.Surfaces}</td><td>the operations that it has beyond those that every provider of
 * its dialects has</td></tr>
 * <tr><td>{@code models}</td><td>patterns of the models that it has; a bare model name goes to a provider that has
 * it</td></tr>
 * <tr><td>{@code prefill}</td><td>patterns of the models that go on from an assistant's message at the end of the
 * conversation as from their own beginning</td></tr>
 * <tr><td>{@code prefillMember}, {@code prefillPath}, {@code prefillRepeated}</td><td>the member that is {@code true} in
 * that message, what comes before the dialect's path in such a request, and whether the answer begins with that message
 * once more; nothing of it unless said</td></tr>
 * <tr><td>{@code connectTimeoutMs}, {@code headersTimeoutMs}, {@code firstEventTimeoutMs}, {@code stallTimeoutMs},
 * {@code timeoutMs}</td><td>the limits of {@link io.patchbay.api.exchange.Timeouts}, in milliseconds</td></tr>
 * <tr><td>{@code cooldownMs}</td><td>how long a key that is limited, or what has failed too often, rests at first where
 * the upstream does not say; 5,000</td></tr>
 * <tr><td>{@code maxConcurrent}, {@code adaptiveConcurrency}</td><td>how many attempts there may be at a time, 0 for as many
 * as come; whether Patchbay finds that number, {@code maxConcurrent} being its bound</td></tr>
 * <tr><td>{@code maxQueued}, {@code queueTimeoutMs}</td><td>how many exchanges wait for a place, 1,000, and how long,
 * 10,000</td></tr>
 * <tr><td>{@code probeMs}</td><td>how often a {@link Prober} or {@link ModelLister} is asked while it fails; 0 for
 * never</td></tr>
 * </table>
 *
 * <p>A provider may also implement {@link ModelLister}, {@link Prober}, {@link ErrorClassifier} or {@link DialectsByModel}. Called by many threads at once; must
 * be safe for that. When its bundle stops, nobody uses it any more; when only its configuration changes, it may be called
 * for a moment after its deactivation, beside its successor, and must not close what its calls use.
 */
@ConsumerType
@FunctionalInterface
public interface Provider {
    /**
     * Sends a request and waits until its answer begins.
     *
     * <p>May block: each attempt runs on a virtual thread of its own, which is interrupted when the attempt is
     * cancelled. An answer of the upstream is returned whatever its status; Patchbay decides what follows from it.
     *
     * @param attempt what to send, with which key, within which limits
     * @return the answer, in the dialect of {@link Attempt#request} or as events
     * @throws io.patchbay.api.error.GatewayException if there is no answer: no connection, a time-out, cancelled
     */
    Answer send(Attempt attempt);
}
