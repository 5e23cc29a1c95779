package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.exchange.Caller;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is let in, with which virtual keys. */
class AuthenticatorTest {
    private static final Optional<String> NONE = Optional.empty();

    @Test
    void aKnownTokenIsItsCaller() {
        Authenticator authenticator = with(false, key("app", "secret", true, "gpt-*"));

        Caller caller = authenticator.authenticate(Optional.of("secret"), false);

        assertThat(caller.name()).isEqualTo("app");
        assertThat(caller.mayUse("gpt-5")).isTrue();
        assertThat(caller.mayUse("other")).isFalse();
    }

    @Test
    void aWrongOrMissingTokenIs401() {
        Authenticator authenticator = with(false, key("app", "secret", true, "*"));

        refuses(authenticator, Optional.of("Secret"));
        refuses(authenticator, Optional.of(""));
        refuses(authenticator, NONE);
    }

    @Test
    void withoutKeysOnlyThisMachineIsLetIn() {
        Authenticator authenticator = with(false);

        assertThat(authenticator.guarded()).isFalse();
        assertThat(authenticator.authenticate(Optional.of("anything"), true)).isSameAs(Caller.ANONYMOUS);
        refuses(authenticator, Optional.of("anything"));
    }

    @Test
    void anonymousLetsInWhoHasNoTokenButNotAWrongOne() {
        Authenticator authenticator = with(true, key("app", "secret", true, "*"));

        assertThat(authenticator.guarded()).isTrue();
        assertThat(authenticator.authenticate(NONE, false)).isSameAs(Caller.ANONYMOUS);
        assertThat(authenticator.authenticate(Optional.of("secret"), false).name()).isEqualTo("app");
        refuses(authenticator, Optional.of("wrong"));
        assertThat(with(true).authenticate(Optional.of("any"), false)).isSameAs(Caller.ANONYMOUS);
    }

    @Test
    void aKeyThatCannotBeUsedLetsNobodyInAndClosesTheDoor() {
        for (VirtualKey broken : new VirtualKey[]{key("a", "", true, "*"), key("a", "$[env:NOT_SET]", true, "*"),
            key("a", "secret", false, "*")}) {
            Authenticator authenticator = with(false, broken);
            refuses(authenticator, NONE);
            refuses(authenticator, Optional.of(""));
            refuses(authenticator, Optional.of("$[env:NOT_SET]"));
            refuses(authenticator, Optional.of("secret"));
            assertThatThrownBy(() -> authenticator.authenticate(NONE, true)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void aKeyFollowsItsConfiguration() {
        VirtualKey key = key("app", "old", true, "*");

        key.modified(config("new", true, "*"));

        refuses(with(false, key), Optional.of("old"));
        assertThat(with(false, key).authenticate(Optional.of("new"), false).name()).isEqualTo("app");
    }

    @Test
    void ofTwoKeysWithOneTokenTheFirstIsMeant() {
        Authenticator authenticator = with(false, key("a", "same", true, "*"), key("b", "same", true, "*"));

        assertThat(authenticator.authenticate(Optional.of("same"), false).name()).isEqualTo("a");
    }

    @Test
    void noTextShowsAToken() {
        assertThat(key("app", "secret", true, "*").credential().toString()).doesNotContain("secret");
    }

    private static void refuses(Authenticator authenticator, Optional<String> token) {
        assertThatThrownBy(() -> authenticator.authenticate(token, false)).isInstanceOfSatisfying(Refusal.class, e -> {
            assertThat(e.status()).isEqualTo(401);
            assertThat(e.error().kind()).isEqualTo(ErrorKind.AUTHENTICATION);
            assertThat(e.headers().first("www-authenticate")).contains("Bearer realm=\"patchbay\"");
        });
    }

    private static Authenticator with(boolean anonymous, VirtualKey... keys) {
        return new Authenticator(java.util.Arrays.stream(keys).map(VirtualKey::credential).toList(), anonymous);
    }

    static VirtualKey key(String name, String token, boolean enabled, String... models) {
        return new VirtualKey(config(token, enabled, models), Map.of("service.pid", VirtualKey.PID + "~" + name));
    }

    @SuppressWarnings("BadAnnotationImplementation") // nobody compares it
    private static VirtualKey.Config config(String token, boolean enabled, String... models) {
        return new VirtualKey.Config() {
            @Override
            public String _token() {
                return token;
            }

            @Override
            public String[] models() {
                return models;
            }

            @Override
            public boolean enabled() {
                return enabled;
            }

            @Override
            public String priority() {
                return "normal";
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return VirtualKey.Config.class;
            }
        };
    }
}
