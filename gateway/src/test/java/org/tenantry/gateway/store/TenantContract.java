package org.tenantry.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tenantry.gateway.store.Snapshot.assertFound;
import static org.tenantry.gateway.store.Snapshot.assertListed;
import static org.tenantry.gateway.store.Snapshot.assertRead;
import static org.tenantry.gateway.store.Snapshot.assertWritten;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tenantry.common.error.ErrorCode;
import org.tenantry.common.template.TemplateRef;
import org.tenantry.common.tenant.TenantId;
import org.tenantry.common.tenant.TenantName;

/** Tenants and templates: kept as written, versions compared, names unique. */
interface TenantContract extends StoreUnderTest {
    @Test
    default void keepsATenantAsItWasWritten() {
        Store store = open();
        TenantRow acme = new Rows(1).tenant("acme");

        TenantRow written = store.write(writing -> writing.tenants().insert(acme));

        assertThat(written).isEqualTo(acme.withVersion(1));
        assertFound(store, reading -> reading.tenants().find(acme.id())).contains(written);
        assertFound(store, reading -> reading.tenants().byName(acme.name())).contains(written);
    }

    @Test
    default void countsTheVersionUpAndRefusesAnOldOne() {
        Store store = open();
        TenantRow first = store.write(writing -> writing.tenants().insert(new Rows(1).tenant("acme")));

        TenantRow second = store.write(writing -> writing.tenants().update(first.withTitle("Acme Ltd.")));

        assertThat(second.version()).isEqualTo(2);
        Refusal.of(() -> store.write(writing -> writing.tenants().update(first.withTitle("Acme AG"))))
                .is(ErrorCode.VERSION_MISMATCH, "version")
                .says("version: '1' (expected: 2)");
        assertRead(store, reading -> reading.tenants().require(first.id())).isEqualTo(second);
    }

    @Test
    default void doesNotFindWhatIsNotThere() {
        Store store = open();
        TenantRow acme = new Rows(1).tenant("acme");

        assertFound(store, reading -> reading.tenants().find(acme.id())).isEmpty();
        Refusal.of(() -> store.read(reading -> reading.tenants().require(acme.id())))
                .is(ErrorCode.NOT_FOUND, "tenant");
        Refusal.of(() -> store.write(writing -> writing.tenants().update(acme))).is(ErrorCode.NOT_FOUND, "tenant");
    }

    @Test
    default void givesATenantsNameToOneThatIsNotRemovedOnly() {
        Store store = open();
        Rows rows = new Rows(1);
        TenantRow acme = store.write(writing -> writing.tenants().insert(rows.tenant("acme")));
        TenantRow globex = store.write(writing -> writing.tenants().insert(rows.tenant("globex")));

        Refusal.of(() -> store.write(writing -> writing.tenants().insert(rows.tenant("acme"))))
                .is(ErrorCode.TAKEN, "name")
                .says("'acme'");
        Refusal.of(() -> store.write(writing -> writing.tenants().update(globex.withName(new TenantName("acme")))))
                .is(ErrorCode.TAKEN, "name");

        store.write(writing -> writing.tenants().update(acme.withRemoved()));
        TenantRow successor = store.write(writing -> writing.tenants().insert(rows.tenant("acme")));
        assertFound(store, reading -> reading.tenants().byName(acme.name())).contains(successor);
        assertThat(store.read(reading -> reading.tenants().require(acme.id())).removed())
                .isTrue();
    }

    @Test
    default void pagesThroughAllTenantsOnce() {
        Store store = open();
        Rows rows = new Rows(1);
        List<TenantId> written = store.write(writing -> {
            List<TenantId> ids = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                ids.add(writing.tenants().insert(rows.tenant("tenant-" + i)).id());
            }
            return ids;
        });

        List<TenantId> seen = new ArrayList<>();
        Optional<TenantId> after = Optional.empty();
        do {
            Optional<TenantId> from = after;
            List<TenantRow> page = store.read(reading -> reading.tenants().page(from, 10));
            page.forEach(row -> seen.add(row.id()));
            after = page.isEmpty()
                    ? Optional.empty()
                    : Optional.of(page.getLast().id());
        } while (after.isPresent());

        assertThat(seen).containsExactlyElementsOf(written.stream().sorted().toList());
    }

    @Test
    default void neverChangesATemplatesVersion() {
        Store store = open();
        TemplateRow hello = new Rows(1).hello();
        TemplateRow other = new TemplateRow(
                hello.ref(), hello.description(), hello.manifest(), "services: {web: {}}\n", Rows.NOW, false);

        store.write(writing -> writing.templates().add(hello));

        assertWritten(store, writing -> writing.templates().add(hello)).isEqualTo(hello);
        Refusal.of(() -> store.write(writing -> writing.templates().add(other)))
                .is(ErrorCode.TAKEN, "version")
                .says("'hello@1.0'");
        assertFound(store, reading -> reading.templates().find(hello.ref())).contains(hello);
    }

    @Test
    default void keepsATemplatesFilesWhichItsVersionNamesToo() {
        Store store = open();
        TemplateFileRow page = new TemplateFileRow("site/index.html", false, "a".repeat(64), "PHA+");
        TemplateFileRow copy = new TemplateFileRow("site/copy.html", true, "a".repeat(64), "PHA+");
        TemplateFileRow changed = new TemplateFileRow("site/index.html", false, "b".repeat(64), "PGI+");
        TemplateRow hello = withFiles("hello@2.0", List.of(page, copy));

        store.write(writing -> writing.templates().add(hello));

        assertFound(store, reading -> reading.templates().find(hello.ref())).contains(hello);
        assertWritten(store, writing -> writing.templates().add(hello)).isEqualTo(hello);
        Refusal.of(() ->
                        store.write(writing -> writing.templates().add(withFiles("hello@2.0", List.of(changed, copy)))))
                .is(ErrorCode.TAKEN, "version");
        store.write(writing -> writing.templates()
                .add(withFiles(
                        "hello@2.1",
                        List.of(page, new TemplateFileRow("b", false, changed.digest(), changed.base64())))));
        assertThat(store.read(reading -> reading.templates().find(TemplateRef.parse("hello@2.1")))
                        .orElseThrow()
                        .files())
                .extracting(TemplateFileRow::path)
                .containsExactly("b", "site/index.html");
        assertListed(store, reading -> reading.templates().versions(hello.ref().name()))
                .allMatch(row -> row.files().isEmpty());
    }

    private static TemplateRow withFiles(String ref, List<TemplateFileRow> files) {
        return new TemplateRow(TemplateRef.parse(ref), "", "name: hello\n", "services: {}\n", Rows.NOW, false, files);
    }

    @Test
    default void bringsARemovedTemplateBackWithTheSameContentOnly() {
        Store store = open();
        TemplateRow hello = new Rows(1).hello();
        store.write(writing -> writing.templates().add(hello));

        store.write(writing -> {
            writing.templates().remove(hello.ref());
            return true;
        });

        assertListed(store, reading -> reading.templates().versions(hello.ref().name()))
                .isEmpty();
        assertThat(store.read(reading -> reading.templates().find(hello.ref()))
                        .orElseThrow()
                        .removed())
                .isTrue();
        assertThat(store.write(writing -> writing.templates().add(hello)).removed())
                .isFalse();
    }

    @Test
    default void pagesTemplatesByNameAndVersion() {
        Store store = open();
        List<String> refs = List.of("agenda@1.0", "agenda@1.1", "hello@0.9", "hello@1.0");
        store.write(writing -> {
            for (String ref : refs.reversed()) {
                writing.templates().add(new TemplateRow(TemplateRef.parse(ref), "", ref, ref, Rows.NOW, false));
            }
            return true;
        });

        List<TemplateRow> first = store.read(reading -> reading.templates().page(Optional.empty(), 3));
        List<TemplateRow> second = store.read(
                reading -> reading.templates().page(Optional.of(first.getLast().ref()), 3));

        assertThat(first).extracting(row -> row.ref().toString()).containsExactlyElementsOf(refs.subList(0, 3));
        assertThat(second).extracting(row -> row.ref().toString()).containsExactly("hello@1.0");
    }
}
