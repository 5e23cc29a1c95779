package io.patchbay.itests.sdk;

import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;

/** What OpenAI's SDK throws. */
final class OpenAiErrors {
    private OpenAiErrors() {}

    static Class<? extends Exception> thrownFor(int status) {
        return switch (status) {
            case 400 -> BadRequestException.class;
            case 401 -> UnauthorizedException.class;
            case 404 -> NotFoundException.class;
            case 429 -> RateLimitException.class;
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    static int status(Throwable thrown) {
        return ((OpenAIServiceException) thrown).statusCode();
    }
}
