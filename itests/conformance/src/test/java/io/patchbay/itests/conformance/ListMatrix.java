package io.patchbay.itests.conformance;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Prints how many cases of a list's lines came out right, by pair of dialects. */
final class ListMatrix implements InvocationInterceptor, BeforeAllCallback, AfterAllCallback {
    private Matrix matrix;

    @Override
    public void beforeAll(ExtensionContext context) {
        matrix = new Matrix("the list " + context.getDisplayName());
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
        boolean right = false;
        try {
            invocation.proceed();
            right = true;
        } finally {
            Pair pair = (Pair) method.getArguments().getFirst();
            matrix.count(pair.client(), pair.upstream(), "CASES", right);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        matrix.print();
    }
}
