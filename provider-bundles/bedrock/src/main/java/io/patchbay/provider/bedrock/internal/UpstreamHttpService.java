package io.patchbay.provider.bedrock.internal;

import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.utils.AttributeMap;

/** Gives AWS's library, which looks for an HTTP client among the services of the class path, the one that is meant now. */
public final class UpstreamHttpService implements SdkHttpService {
    /** The client for whom credentials are looked for. */
    static final ScopedValue<SdkHttpClient> CLIENT = ScopedValue.newInstance();

    /** For AWS's library. */
    public UpstreamHttpService() {}

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return new Builder(CLIENT.get());
    }

    private record Builder(SdkHttpClient client) implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap serviceDefaults) {
            return client;
        }
    }
}
