package io.patchbay.api.dialect;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A {@link Dialect} that can tell its clients which models there are. Safe for use by many threads. */
@ConsumerType
public interface ModelsCodec {
    /** Writes the list of all models. */
    Bytes writeModels(List<ModelInfo> models);

    /** Writes one model. */
    Bytes writeModel(ModelInfo model);
}
