/** The vendors' SDKs for Java, with only their base URL changed, in front of providers that speak other dialects. */
package io.patchbay.itests.sdk;
