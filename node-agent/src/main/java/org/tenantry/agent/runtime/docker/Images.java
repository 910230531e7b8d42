package org.tenantry.agent.runtime.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tenantry.agent.runtime.ImageFacts;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.error.TenantryException;
import org.tenantry.common.instance.ImageRef;

/** Images: taken as they are where they are present, pulled where they are missing. */
record Images(Engine engine, DockerSettings settings) {
    ImageFacts ensure(ImageRef image, Consumer<String> progress) {
        Optional<InspectImageResponse> present = present(image);
        if (present.isPresent()) {
            return ImageReading.of(present.get());
        }
        Reference wanted = Reference.of(image);
        pull(wanted, image, progress);
        return present(image).map(ImageReading::of).orElseThrow(() -> refused(image, "it was pulled and is not there"));
    }

    private Optional<InspectImageResponse> present(ImageRef image) {
        Optional<InspectImageResponse> byName = inspect(image.name());
        if (image.digest().isEmpty()) {
            return byName;
        }
        String digest = image.digest().get();
        return byName.filter(found -> has(found, digest))
                .or(() -> inspect(Reference.of(image).text()))
                .filter(found -> has(found, digest));
    }

    /** A local image that came from no registry is pinned by its own id. */
    private static boolean has(InspectImageResponse image, String digest) {
        List<String> digests = image.getRepoDigests() == null ? List.of() : image.getRepoDigests();
        return digest.equals(image.getId()) || digests.stream().anyMatch(one -> one.endsWith("@" + digest));
    }

    private Optional<InspectImageResponse> inspect(String name) {
        try {
            return Optional.of(
                    engine.call(docker -> docker.inspectImageCmd(name).exec()));
        } catch (TenantryException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e.code() == ErrorCode.INVALID ? refused(ImageRef.named(name), e.message()) : e;
        }
    }

    private void pull(Reference wanted, ImageRef image, Consumer<String> progress) {
        Pull pull = engine.stream(docker ->
                docker.pullImageCmd(wanted.repository()).withTag(wanted.tag()).exec(new Pull(image.name(), progress)));
        Optional<Throwable> failure = pull.await(settings.pullStall());
        if (failure.isPresent()) {
            throw told(image, failure.get());
        }
    }

    private static RuntimeException told(ImageRef image, Throwable failure) {
        RuntimeException fault = Faults.of(failure);
        boolean refusal = fault instanceof TenantryException known
                && (known.code() == ErrorCode.NOT_FOUND
                        || known.code() == ErrorCode.INVALID
                        || known.code() == ErrorCode.CONFLICT
                        || Refusals.isOne(known.message()));
        return refusal ? refused(image, Faults.message(failure)) : fault;
    }

    private static TenantryException refused(ImageRef image, String reason) {
        return TenantryException.invalid("image", image.name(), "an image that is here or can be pulled")
                .with("reason", reason);
    }
}
