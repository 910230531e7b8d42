package org.tenantry.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tenantry.common.instance.Failure;
import org.tenantry.common.instance.InstanceId;
import org.tenantry.common.instance.InstanceName;
import org.tenantry.common.instance.Observed;
import org.tenantry.common.instance.ReplicaKey;
import org.tenantry.common.instance.ReplicaReport;
import org.tenantry.common.instance.ReplicaState;
import org.tenantry.common.instance.ServiceName;
import org.tenantry.common.json.Json;
import org.tenantry.common.node.NodeName;
import org.tenantry.common.operation.OperationState;
import org.tenantry.common.secret.Secret;
import org.tenantry.gateway.api.ApiWorld;
import org.tenantry.gateway.instances.Seen;
import org.tenantry.gateway.instances.Traffic;
import org.tenantry.gateway.store.InstanceRow;
import org.tenantry.gateway.store.OperationFailure;
import org.tenantry.gateway.store.OperationRow;
import org.tenantry.gateway.store.ServiceFailure;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class TenantryTest {
    private static final ServiceName WEB = new ServiceName("web");

    private ApiWorld world;

    /** What a run came to. */
    private record Run(int exit, String out, String err) {
        JsonNode json() throws IOException {
            return Json.open().readTree(out);
        }
    }

    @BeforeAll
    void open(@TempDir Path directory) {
        world = ApiWorld.open(directory);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private Run run(String... args) {
        return run(Map.of(), Optional.empty(), args);
    }

    private Run run(Map<String, String> more, Optional<String> typed, String... args) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "TENANTRY_URL", world.url(), "TENANTRY_TOKEN", world.admin().reveal()));
        environment.putAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                environment,
                new BufferedReader(new StringReader(typed.orElse(""))),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                typed.isPresent(),
                InstantSource.system());
        int exit = Tenantry.run(surroundings, args);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Ends the operation of an instance as the reconciler would. */
    private void end(String instance, OperationState state, Optional<OperationFailure> failure) {
        world.store().write(writing -> {
            InstanceRow row =
                    writing.instances().byName(new InstanceName(instance)).orElseThrow();
            OperationRow open = writing.operations().open(row.id()).getLast();
            OperationRow told =
                    failure.map(why -> open.withFailure(why, open.created())).orElse(open);
            return writing.operations().update(told.withState(state, open.created()));
        });
    }

    private Run create(String name, Optional<String> input, String... parameters) {
        List<String> args = new ArrayList<>(
                List.of("instance", "create", name, "--tenant", "acme", "--template", "hello", "--no-wait"));
        for (String parameter : parameters) {
            args.addAll(List.of("-p", parameter));
        }
        return run(Map.of(), input, args.toArray(new String[0]));
    }

    /** The parameter {@code password} as it was ordered. */
    private String secret(String instance) {
        return world.store().read(reading -> {
            InstanceId id = reading.instances()
                    .byName(new InstanceName(instance))
                    .orElseThrow()
                    .id();
            return reading.secrets()
                    .of(id)
                    .getOrDefault("password", Secret.of(""))
                    .reveal();
        });
    }

    private void create(String name) {
        assertThat(run("instance", "create", name, "--tenant", "acme", "--template", "hello", "--no-wait")
                        .exit())
                .isZero();
    }

    @Test
    void createsTenantsAndListsThemInAlignedColumns() {
        Run created = run("tenant", "create", "initech", "--name", "Initech Ltd.");
        Run listed = run("tenant", "ls");

        assertThat(created.exit()).isZero();
        assertThat(created.out()).startsWith("tenant initech created (t-");
        List<String> lines = listed.out().lines().toList();
        int column = lines.getFirst().indexOf("TITLE");
        assertThat(lines).anySatisfy(line -> {
            assertThat(line).startsWith("initech ");
            assertThat(line.substring(column)).startsWith("Initech Ltd.");
        });
    }

    @Test
    void createsAnInstanceShowsProgressAndThenItsAddress() throws Exception {
        AtomicReference<Run> result = new AtomicReference<>();
        Thread command = Thread.ofVirtual()
                .start(() -> result.set(run("instance", "create", "fine", "--tenant", "acme", "--template", "hello")));
        awaitInstance("fine");
        end("fine", OperationState.SUCCEEDED, Optional.empty());
        command.join();

        assertThat(result.get().exit()).as(result.get().err()).isZero();
        assertThat(result.get().out()).contains("instance fine answers at http://fine.example.test:8080/");
    }

    @Test
    void atATerminalProgressIsOneLineThatIsRedrawn() throws Exception {
        AtomicReference<Run> result = new AtomicReference<>();
        Thread command = Thread.ofVirtual()
                .start(() -> result.set(run(
                        Map.of(),
                        Optional.of(""),
                        "instance",
                        "create",
                        "live",
                        "--tenant",
                        "acme",
                        "--template",
                        "hello")));
        awaitInstance("live");
        end("live", OperationState.SUCCEEDED, Optional.empty());
        command.join();

        assertThat(result.get().err())
                .contains("\r\u001b[K")
                .contains("place on a node · ")
                .doesNotContain("\n");
        assertThat(result.get().out()).contains("answers at http://live.example.test:8080/");
    }

    @Test
    void anOperationThatFailsIsToldWithTheLastLines() throws Exception {
        AtomicReference<Run> result = new AtomicReference<>();
        Thread command = Thread.ofVirtual()
                .start(() ->
                        result.set(run("instance", "create", "broken", "--tenant", "acme", "--template", "hello")));
        awaitInstance("broken");
        Failure failure = new Failure("ended", java.util.OptionalInt.of(3), List.of("no \u001b[2Jdatabase"));
        end(
                "broken",
                OperationState.FAILED,
                Optional.of(new OperationFailure(
                        "invalid",
                        "service web: ended",
                        Optional.empty(),
                        Map.of(),
                        List.of(new ServiceFailure(WEB, 1, failure)))));
        command.join();

        assertThat(result.get().exit()).isEqualTo(1);
        assertThat(result.get().err())
                .contains("error: create broken failed: service web: ended")
                .contains("web.1: ended (exit code 3)")
                .contains("| no .[2Jdatabase");
    }

    @Test
    void listsAndShowsInstances() {
        create("shown");
        InstanceId id = world.store()
                .read(reading -> reading.instances()
                        .byName(new InstanceName("shown"))
                        .orElseThrow()
                        .id());
        ReplicaState waits = new ReplicaState.Waiting("pulling the image");
        world.sees(
                id,
                new Seen(
                        Optional.of(new NodeName("node-1")),
                        Observed.STARTING,
                        List.of(new ReplicaReport(new ReplicaKey(WEB, 1), waits, Optional.empty())),
                        new Traffic(7, 0, 2048, 1, Optional.empty())));

        Run listed = run("instance", "ls", "--tenant", "acme");
        Run shown = run("instance", "show", id.value());

        assertThat(listed.out().lines().findFirst().orElse("").split(" {2,}"))
                .containsExactly("NAME", "TENANT", "TEMPLATE", "GOAL", "OBSERVED", "NODE", "HOSTS", "AGE", "REMARK");
        assertThat(listed.out())
                .containsPattern("shown +acme +hello@1.0 +running +starting +node-1 +shown.example.test +[0-9]+s");
        assertThat(shown.out()).contains("pulling the image").contains("http://shown.example.test:8080/");
        assertThat(shown.out()).contains("7 requests, 0 B in, 2.0 KiB out, 1 open");
    }

    @Test
    void jsonIsWhatTheApiSays() throws Exception {
        create("as-json");

        Run listed = run("instance", "ls", "-o", "json");

        assertThat(listed.json().isArray()).isTrue();
        assertThat(listed.json().findValuesAsText("name")).contains("as-json");
    }

    @Test
    void changesAnInstanceWithAllThatCanBeSaid() throws Exception {
        create("changed");

        Run changed = run(
                "instance",
                "change",
                "changed",
                "-p",
                "title=Hi",
                "--host",
                "second.example.test",
                "--label",
                "team=blue",
                "--note",
                "by phone",
                "--scale",
                "web=3",
                "--no-wait");

        assertThat(changed.exit()).as(changed.err()).isZero();
        JsonNode now = run("instance", "show", "changed", "-o", "json").json();
        assertThat(now.path("parameters").toString()).isEqualTo("{\"title\":\"Hi\"}");
        assertThat(now.path("hosts").toString()).isEqualTo("[\"changed.example.test\",\"second.example.test\"]");
        assertThat(now.path("labels").toString()).isEqualTo("{\"team\":\"blue\"}");
        assertThat(now.path("note").asText()).isEqualTo("by phone");
        assertThat(now.path("scale").toString()).isEqualTo("{\"web\":3}");

        Run back = run(
                "instance",
                "change",
                "changed",
                "--unset",
                "title",
                "--drop-host",
                "CHANGED.example.test",
                "--unlabel",
                "team",
                "--note",
                "",
                "--scale",
                "web=default",
                "--no-wait");

        assertThat(back.exit()).as(back.err()).isZero();
        JsonNode then = run("instance", "show", "changed", "-o", "json").json();
        assertThat(then.path("parameters")).isEmpty();
        assertThat(then.path("hosts").toString()).isEqualTo("[\"second.example.test\"]");
        assertThat(then.path("labels")).isEmpty();
        assertThat(then.path("scale")).isEmpty();
        assertThat(run("instance", "change", "changed", "--drop-host", "third.test")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void aPreviewIsATableAndChangesNothing() throws Exception {
        create("previewed");

        Run preview = run("instance", "change", "previewed", "-p", "title=Hi", "--dry-run");
        Run json = run("instance", "scale", "previewed", "web=2", "--dry-run", "-o", "json");

        assertThat(preview.exit()).as(preview.err()).isZero();
        assertThat(preview.out())
                .containsPattern("web +replaced +1")
                .containsPattern("restarts +web")
                .containsPattern("requests +go on")
                .contains("nothing was changed");
        assertThat(json.json().path("services").path(0).path("action").asText()).isEqualTo("scaled");
        assertThat(run("instance", "show", "previewed", "-o", "json")
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void scalesAndRenames() throws Exception {
        create("small");

        assertThat(run("instance", "scale", "small", "web=2", "--no-wait").exit())
                .isZero();
        assertThat(run("instance", "rename", "small", "large", "--no-wait").exit())
                .isZero();

        JsonNode now = run("instance", "show", "large", "-o", "json").json();
        assertThat(now.path("scale").path("web").asInt()).isEqualTo(2);
        assertThat(run("instance", "show", "small").exit()).isEqualTo(3);
        assertThat(run("instance", "scale", "large", "web=many").exit()).isEqualTo(2);
    }

    @Test
    void aLockSaysWhyToWhoeverTries() {
        create("voting");

        assertThat(run("instance", "lock", "voting", "--reason", "the vote is on")
                        .out())
                .contains("instance voting is locked");
        Run refused = run("instance", "stop", "voting");
        Run listed = run("instance", "ls", "--locked");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("voting is locked by token:").contains("the vote is on");
        assertThat(listed.out()).containsPattern("voting .*locked by token:.*the vote is on");
        assertThat(run("instance", "unlock", "voting").exit()).isZero();
        assertThat(run("instance", "ls", "--locked").out()).doesNotContain("voting");
    }

    @Test
    void listsWhatIsLookedFor() {
        create("needle");
        run("instance", "change", "needle", "--label", "kind=sharp", "--note", "in the haystack", "--no-wait");

        for (String[] words : new String[][] {
            {"--label", "kind=sharp"}, {"--text", "HAYSTACK"}, {"--label", "kind", "--goal", "running"}
        }) {
            List<String> args = new ArrayList<>(List.of("instance", "ls"));
            args.addAll(List.of(words));
            Run found = run(args.toArray(new String[0]));
            assertThat(found.out()).contains("needle").doesNotContain("previewed");
        }
        assertThat(run("instance", "ls", "--label", "kind=sharp", "--goal", "stopped")
                        .out())
                .doesNotContain("needle");
    }

    @Test
    void whatIsRemovedIsKeptForAWhile(@TempDir Path directory) {
        try (ApiWorld kept = ApiWorld.open(directory, java.time.Duration.ofHours(24))) {
            Map<String, String> there = Map.of(
                    "TENANTRY_URL", kept.url(), "TENANTRY_TOKEN", kept.admin().reveal());
            run(
                    there,
                    Optional.empty(),
                    "instance",
                    "create",
                    "old",
                    "--tenant",
                    "acme",
                    "--template",
                    "hello",
                    "--no-wait");

            assertThat(run(there, Optional.empty(), "instance", "rm", "old", "--yes", "--no-wait")
                            .exit())
                    .isZero();
            assertThat(run(there, Optional.empty(), "instance", "ls", "--removed")
                            .out())
                    .containsPattern("old .*removed, kept until 2");
            assertThat(run(there, Optional.empty(), "instance", "restore", "old", "--no-wait")
                            .exit())
                    .isZero();
            assertThat(run(there, Optional.empty(), "instance", "ls", "--removed")
                            .out())
                    .doesNotContain("old");
            assertThat(run(there, Optional.empty(), "instance", "rm", "old", "--yes", "--now", "--no-wait")
                            .exit())
                    .isZero();
            assertThat(run(there, Optional.empty(), "instance", "show", "old").exit())
                    .isEqualTo(3);
        }
    }

    @Test
    void removalAsksForTheName() {
        create("precious");

        Run wrong = run(Map.of(), Optional.of("precius\n"), "instance", "rm", "precious", "--no-wait");
        Run right = run(Map.of(), Optional.of("precious\n"), "instance", "rm", "precious", "--no-wait");

        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("Type precious to go on").contains("nothing was removed");
        assertThat(right.exit()).isZero();
        assertThat(run("instance", "show", "precious").exit()).isEqualTo(3);
    }

    @Test
    void removalWithoutATerminalNeedsToBeToldSo() {
        create("silent");

        Run refused = run("instance", "rm", "silent");
        Run done = run("instance", "rm", "silent", "--yes", "--no-wait");

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--yes");
        assertThat(done.exit()).isZero();
    }

    @Test
    void aRefusalNamesTheFieldAndWhatWasExpected() {
        Run refused = run("tenant", "create", "Bad Name");

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err())
                .contains("error: name: 'Bad Name' (expected: 1 to 63 of a-z")
                .contains("code invalid, request q-");
    }

    @Test
    void anApiThatIsNotThereIsToldWithAHint() {
        Run nowhere = run(Map.of("TENANTRY_URL", "http://127.0.0.1:1"), Optional.empty(), "tenant", "ls");

        assertThat(nowhere.exit()).isEqualTo(4);
        assertThat(nowhere.err())
                .contains("no answer from http://127.0.0.1:1/api/v1")
                .contains("scripts/up");
    }

    @Test
    void whatIsTypedWrongIsToldWithTheUsage() {
        Run unknown = run("tenant", "crate", "x");
        Run missing = run("instance", "create", "x");

        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("--template").contains("usage:");
        assertThat(run().exit()).isEqualTo(2);
    }

    @Test
    void aSecretOnTheCommandLineIsWarnedAboutWithTheOtherForms(@TempDir Path files) throws Exception {
        Path file = Files.writeString(files.resolve("password"), "from a file\n");

        Run typed = create("typed", Optional.empty(), "title=seen by all", "password=hunter2");
        Run read = create("read", Optional.empty(), "title=seen by all", "password=@" + file);
        Run piped = create("piped", Optional.of("from input\r\n"), "password=@-");

        assertThat(List.of(typed.exit(), read.exit(), piped.exit())).containsOnly(0);
        assertThat(typed.err())
                .contains("warning: parameter password is secret", "process list", "password=@FILE", "password=@-")
                .doesNotContain("hunter2", "title");
        assertThat(read.err() + piped.err()).isEmpty();
        assertThat(List.of(secret("typed"), secret("read"), secret("piped")))
                .containsExactly("hunter2", "from a file", "from input");
    }

    @Test
    void aValueThatBeginsWithAnAtIsWrittenWithTwo() {
        Run made = create("at", Optional.empty(), "password=@@-", "title=a@b");

        assertThat(made.exit()).isZero();
        assertThat(secret("at")).isEqualTo("@-");
    }

    @Test
    void parametersThatCannotBeReadAreWrongUsageAndOrderNothing() {
        Run nowhere = create("nowhere", Optional.empty(), "password=@/nowhere/at/all");
        Run twice = create("nowhere", Optional.of("x"), "password=@-", "title=@-");

        assertThat(nowhere.exit()).isEqualTo(2);
        assertThat(nowhere.err()).contains("parameter password: the file '/nowhere/at/all'", "password=@@");
        assertThat(twice.exit()).isEqualTo(2);
        assertThat(twice.err()).contains("standard input");
        assertThat(run("instance", "show", "nowhere").exit()).isEqualTo(3);
    }

    @Test
    void wordsOfACommandThatBeginWithAnAtStayAsTheyAre(@TempDir Path files) throws Exception {
        Path file = Files.writeString(files.resolve("words"), "other words");
        create("literal");

        Run ended = run("instance", "exec", "literal", "web", "--", "send", "@" + file);

        assertThat(ended.out()).isEqualTo("send @" + file + "\n");
    }

    @Test
    void helpAndVersionAreNoWrongUsage() {
        Run group = run("instance", "help", "create");
        Run all = run("help", "instance", "create");
        Run version = run("--version");

        assertThat(List.of(group.exit(), all.exit(), version.exit())).containsOnly(0);
        assertThat(group.out()).contains("Create an instance", "NAME=@FILE").isEqualTo(all.out());
        assertThat(run("help").out()).isEqualTo(run("--help").out());
        assertThat(version.out()).startsWith("tenantry ").hasLineCount(1);
        assertThat(run("instance", "help", "crate").exit()).isEqualTo(2);
        assertThat(run("instance").exit()).isEqualTo(2);
    }

    @Test
    void everyCommandTellsHowItIsUsed() {
        Run all = run("--help");
        Run group = run("instance", "-h");
        Run one = run("instance", "create", "--help");

        assertThat(List.of(all.exit(), group.exit(), one.exit())).containsOnly(0);
        assertThat(all.out()).contains("Exit codes:", "instance", "completion");
        assertThat(group.out()).contains("create", "exec", "logs");
        assertThat(one.out()).contains("Create an instance", "--template", "NAME", "--no-wait");
        assertThat(all.err() + group.err() + one.err()).isEmpty();
    }

    @Test
    void aTokenIsPrintedOnceAndWorks() {
        Run made = run("token", "create", "for scripts", "--tenant", "acme", "--valid-for", "P1D");
        String token = made.out().strip();
        Run used = run(Map.of("TENANTRY_TOKEN", token), Optional.empty(), "tenant", "ls", "-o", "json");
        Run listed = run("token", "ls");

        assertThat(token).startsWith("tt_");
        assertThat(used.out()).contains("acme").doesNotContain("globex");
        assertThat(listed.out()).contains("for scripts").doesNotContain(token);
    }

    @Test
    void theGatewayOfThisMachineIsFoundByItsFiles(@TempDir Path home) throws Exception {
        Files.createDirectory(home.resolve("gateway"));
        String port = world.url().replaceAll(".*:", "");
        Files.writeString(home.resolve("gateway/gateway.json"), "{\"pid\":1,\"apiPort\":" + port + "}");
        Files.writeString(home.resolve("admin-token"), world.admin().reveal() + "\n");

        Run found = run(
                Map.of("TENANTRY_URL", "", "TENANTRY_TOKEN", "", "TENANTRY_HOME", home.toString()),
                Optional.empty(),
                "version");

        assertThat(found.out()).contains("version test");
    }

    @Test
    void logsAndCommandsPassTheirBytesAndTheirExitCode() {
        create("talkative");

        Run logs = run("instance", "logs", "talkative");
        Run ended = run("instance", "exec", "talkative", "web", "--", "ls", "-l");

        assertThat(logs.out()).isEqualTo("line of web.1\n");
        assertThat(ended.out()).isEqualTo("ls -l\n");
        assertThat(ended.exit()).isEqualTo(7);
    }

    @Test
    void templatesAreCheckedAddedAndRemoved(@TempDir Path template) throws Exception {
        Files.writeString(template.resolve("template.yaml"), ApiWorld.MANIFEST.replace("\"1.0\"", "\"2.0\""));
        Files.writeString(template.resolve("docker-compose.yml"), ApiWorld.COMPOSE);

        Run checked = run("template", "check", template.toString());
        Run added = run("template", "add", template.toString());
        Run shown = run("template", "show", "hello@2.0");
        Run removed = run("template", "rm", "hello@2.0", "--yes");

        assertThat(checked.exit()).as(checked.out()).isZero();
        assertThat(checked.out()).contains("this template can be added");
        assertThat(added.out()).isEqualTo("template hello@2.0 added\n");
        assertThat(shown.out()).contains("title").contains("db_password");
        assertThat(removed.exit()).isZero();
        assertThat(run("template", "check", "/nowhere").exit()).isEqualTo(2);
    }

    @Test
    void operationsAndNodesAreListed() {
        create("busybee");

        Run operations = run("operation", "ls", "--instance", "busybee");

        assertThat(operations.out()).containsPattern("o-[a-z2-7]{12} +create +busybee +running");
        assertThat(run("node", "ls").out()).startsWith("NAME");
        assertThat(run("completion").out()).contains("complete").contains("tenantry");
    }

    @Test
    void changesAreListed() {
        create("audited");

        Run changes = run("audit", "ls");

        assertThat(changes.out())
                .startsWith("AT")
                .containsPattern(
                        "[0-9]{2}:[0-9]{2}:[0-9]{2}Z +token:k-[a-z2-7]{12} +instance\\.create +i-[a-z2-7]{12} +q-");
        assertThat(run("audit", "ls", "--all", "-o", "json").out()).contains("tenant.create");
    }

    @Test
    void aPreviewSaysThatRequestsWaitForWhatHasData(@TempDir Path template) throws Exception {
        Files.writeString(
                template.resolve("template.yaml"), ApiWorld.MANIFEST.replace("name: hello", "name: hello-kept"));
        Files.writeString(
                template.resolve("docker-compose.yml"),
                ApiWorld.COMPOSE + "    volumes: [data:/data]\nvolumes: {data: {}}\n");
        assertThat(run("template", "add", template.toString()).exit()).isZero();
        assertThat(run("instance", "create", "kept", "--tenant", "acme", "--template", "hello-kept", "--no-wait")
                        .exit())
                .isZero();

        Run preview = run("instance", "change", "kept", "-p", "title=Hi", "--dry-run");

        assertThat(preview.out())
                .containsPattern("requests +wait for about an unknown time")
                .contains("never measured");
    }

    private void awaitInstance(String name) throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (run("instance", "show", name).exit() == 0) {
                return;
            }
        }
        throw new AssertionError(name + " did not come");
    }
}
