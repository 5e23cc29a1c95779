package io.patchbay.provider.bedrock.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.provider.Provider;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import io.patchbay.upstream.UpstreamRequest;
import io.patchbay.upstream.internal.JettyUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests without a key. AWS's library reads system properties as it reads the environment, and before it. */
class DefaultCredentialsTest {
    private static final String FUTURE = "2099-01-01T00:00:00Z";

    private final JettyUpstream client = new JettyUpstream();
    private final FakeUpstream upstream = FakeUpstream.start();
    private final List<String> hosts = new ArrayList<>();
    private final List<String> set = new ArrayList<>();
    private final Provider provider = new BedrockProvider(request -> client.send(toTheFake(request)), Signed.REGION,
            Map.of("baseUrl", upstream.url()), Clock.systemUTC());

    @TempDir
    private Path directory;

    @BeforeEach
    void anEmptyMachine() {
        set("aws.sharedCredentialsFile", directory.resolve("credentials").toString());
        set("aws.configFile", directory.resolve("config").toString());
        set("aws.disableEc2Metadata", "true");
        set("aws.region", Signed.REGION);
        upstream.otherwise(_ -> Script.json(200, "{}"));
    }

    @AfterEach
    void close() {
        set.forEach(System::clearProperty);
        upstream.close();
    }

    @Test
    void aWebIdentityIsExchangedOnce() throws Exception {
        webIdentity();
        upstream.answer(assumed("AssumeRoleWithWebIdentity", FUTURE));

        send();
        send();

        ReceivedRequest exchanged = upstream.take();
        assertThat(exchanged.body().utf8()).contains("Action=AssumeRoleWithWebIdentity", "WebIdentityToken=the-token",
                "RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fgateway");
        assertThat(hosts).containsExactly("sts.eu-west-1.amazonaws.com", "127.0.0.1", "127.0.0.1");
        for (int i = 0; i < 2; i++) {
            ReceivedRequest received = upstream.take();
            assertThat(received.headers().all("x-amz-security-token")).containsExactly("session");
            Signed.check(received);
        }
    }

    @Test
    void credentialsThatHaveEndedAreFetchedAnew() throws Exception {
        webIdentity();
        upstream.answer(assumed("AssumeRoleWithWebIdentity", "2020-01-01T00:00:00Z"), Script.json(200, "{}"),
                assumed("AssumeRoleWithWebIdentity", FUTURE));

        send();
        send();
        send();

        assertThat(hosts).filteredOn(host -> host.startsWith("sts.")).hasSize(2);
    }

    @Test
    void aProfileMayHaveAKey() throws Exception {
        Files.writeString(directory.resolve("credentials"), """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(Signed.KEY_ID, Signed.SECRET));

        send();

        Signed.check(upstream.take());
    }

    @Test
    void aProfileMayAssumeARole() throws Exception {
        Files.writeString(directory.resolve("credentials"), """
                [base]
                aws_access_key_id = other
                aws_secret_access_key = other
                """);
        Files.writeString(directory.resolve("config"), """
                [default]
                role_arn = arn:aws:iam::1:role/gateway
                source_profile = base
                """);
        upstream.answer(assumed("AssumeRole", FUTURE));

        send();

        assertThat(upstream.take().body().utf8()).contains("Action=AssumeRole&");
        assertThat(hosts).containsExactly("sts.eu-west-1.amazonaws.com", "127.0.0.1");
        Signed.check(upstream.take());
    }

    @Test
    void aContainerHasCredentials() throws Exception {
        set("aws.containerCredentialsFullUri", upstream.url() + "/credentials");
        set("aws.containerAuthorizationToken", "pod");
        upstream.answer(Script.json(200, metadata()));

        send();

        assertThat(upstream.take().headers().all("authorization")).containsExactly("pod");
        Signed.check(upstream.take());
    }

    @Test
    void anInstanceHasCredentials() throws Exception {
        set("aws.disableEc2Metadata", "false");
        set("aws.ec2MetadataServiceEndpoint", upstream.url());
        upstream.otherwise(request -> switch (request.path()) {
            case "/latest/api/token" -> text("metadata-token");
            case String path when path.endsWith("/gateway") -> Script.json(200, metadata());
            case String path when path.startsWith("/latest/meta-data/iam/") -> text("gateway");
            default -> Script.json(200, "{}");
        });

        send();

        List<ReceivedRequest> received = upstream.received();
        assertThat(received.getFirst().method()).isEqualTo("PUT");
        Signed.check(received.getLast());
    }

    @Test
    void withoutAnyNothingIsSent() {
        assertThatThrownBy(this::send).isInstanceOfSatisfying(GatewayException.class, error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.KEY_REFUSED);
            assertThat(error).hasMessage("There is no key, and AWS's default chain finds no credentials.");
        });
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void theChainIsNotTouchedForAKey() {
        set("aws.webIdentityTokenFile", directory.resolve("absent").toString());

        assertThatThrownBy(this::send).isInstanceOf(GatewayException.class);
        Key key = Key.of("k", Map.of("accessKeyId", Signed.KEY_ID, "secretAccessKey", Signed.SECRET));
        provider.send(attempt().key(key).build()).close();

        assertThat(hosts).containsExactly("127.0.0.1");
    }

    private void webIdentity() throws IOException {
        set("aws.webIdentityTokenFile", Files.writeString(directory.resolve("token"), "the-token").toString());
        set("aws.roleArn", "arn:aws:iam::1:role/gateway");
    }

    private void set(String property, String value) {
        set.add(property);
        System.setProperty(property, value);
    }

    private void send() {
        try (Answer answer = provider.send(attempt().build())) {
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    private static Attempt.Builder attempt() {
        WireRequest request = WireRequest.builder("bedrock-converse", Operation.CHAT).path("/model/{model}/converse")
                .model("m").body(Bytes.utf8("{\"messages\":[]}")).build();
        Exchange exchange = Exchange.of("test-1", Caller.ANONYMOUS, Instant.EPOCH, request,
                wire -> ChatRequest.builder(wire.model()).build());
        return Attempt.builder(exchange, Target.of("test", "m", 1));
    }

    /** Whoever a request is for, the fake gets it. */
    private UpstreamRequest toTheFake(UpstreamRequest request) {
        hosts.add(request.uri().getHost());
        URI uri = URI.create(upstream.url() + request.uri().getRawPath());
        return UpstreamRequest.builder(uri).method(request.method()).headers(request.headers()).body(request.body())
                .build();
    }

    private static Script text(String text) {
        return Script.whole(200, "text/plain", List.of(Bytes.utf8(text)));
    }

    private static String metadata() {
        return """
                {"Code": "Success", "AccessKeyId": "%s", "SecretAccessKey": "%s", "Token": "session",
                 "Expiration": "%s", "AccountId": "1"}""".formatted(Signed.KEY_ID, Signed.SECRET, FUTURE);
    }

    private static Script assumed(String action, String expiration) {
        return Script.whole(200, "text/xml", List.of(Bytes.utf8("""
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
                <AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>%3$s</SecretAccessKey>
                <SessionToken>session</SessionToken><Expiration>%4$s</Expiration>
                </Credentials></%1$sResult></%1$sResponse>""".formatted(action, Signed.KEY_ID, Signed.SECRET,
                expiration))));
    }
}
