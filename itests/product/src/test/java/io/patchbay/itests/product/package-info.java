/** The packaged distribution as a process, seen by clients, upstreams and operators. */
package io.patchbay.itests.product;
