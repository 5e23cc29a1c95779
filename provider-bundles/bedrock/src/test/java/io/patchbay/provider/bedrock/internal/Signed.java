package io.patchbay.provider.bedrock.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.testkit.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the signature of a request as the service that gets it does. */
final class Signed {
    static final String REGION = "eu-west-1";
    static final String KEY_ID = "AKIDEXAMPLE";
    static final String SECRET = "test-secret";

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=" + KEY_ID
            + "/(\\d{8})/" + REGION + "/bedrock/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private Signed() {}

    static void check(ReceivedRequest request) {
        List<String> all = request.headers().all("authorization");
        assertThat(all).hasSize(1);
        Matcher authorization = AUTHORIZATION.matcher(all.getFirst());
        assertThat(authorization.matches()).as(all.getFirst()).isTrue();
        List<String> headers = new ArrayList<>();
        for (String name : authorization.group(2).split(";", -1)) {
            assertThat(request.headers().all(name)).as(name).hasSize(1);
            headers.add(name + ":" + request.headers().all(name).getFirst());
        }
        String date = request.headers().first("x-amz-date").orElseThrow();
        assertThat(date).startsWith(authorization.group(1));
        assertThat(authorization.group(2)).contains("host", "x-amz-date");
        assertThat(authorization.group(3)).isEqualTo(SignatureV4.of(SECRET, date, REGION, request.method(),
                request.path(), headers, request.body()));
    }
}
