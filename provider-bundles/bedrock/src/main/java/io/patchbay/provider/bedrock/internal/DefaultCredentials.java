package io.patchbay.provider.bedrock.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The credentials of whoever this machine is, as AWS's default chain finds and renews them: environment, web identity,
 * profile, container, instance.
 *
 * <p>Nothing of the chain is loaded before somebody asks. Source: <a
 * href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">Default credentials
 * provider chain</a>.
 */
final class DefaultCredentials {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultCredentials.class);

    private final SdkHttpClient client;
    private @Nullable DefaultCredentialsProvider chain;
    private volatile boolean failing;

    DefaultCredentials(SdkHttpClient client) {
        this.client = client;
    }

    /**
     * The credentials to use now; may block.
     *
     * @throws GatewayException of kind {@code KEY_REFUSED} where there are none
     */
    AwsCredentialsIdentity resolve() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The library looks for its HTTP client there.
        thread.setContextClassLoader(DefaultCredentials.class.getClassLoader());
        try {
            AwsCredentialsIdentity found =
                    ScopedValue.where(UpstreamHttpService.CLIENT, client).call(() -> chain().resolveCredentials());
            failing = false;
            return found;
        } catch (SdkException e) {
            noteOnce(e);
            throw new GatewayException(ErrorKind.KEY_REFUSED, "There is no key, and AWS's default chain finds no "
                    + "credentials.", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private synchronized DefaultCredentialsProvider chain() {
        DefaultCredentialsProvider there = chain;
        if (there == null) {
            there = DefaultCredentialsProvider.builder().build();
            chain = there;
        }
        return there;
    }

    /** Which source said what is for the operator, once until it works again; who is interrupted has found nothing out. */
    private void noteOnce(SdkException e) {
        if (!failing && !Thread.currentThread().isInterrupted()) {
            failing = true;
            LOG.warn("no key is configured, and AWS's default chain finds no credentials: {}", e.getMessage());
        }
    }
}
